import { test } from 'node:test';
import { assertSurvives } from '../../hostile/survives.js';
import { backends } from './backends.js';

for (const { device } of backends())
  for (let seed = 1; seed <= 20; ++seed)
    test(`no several arguments end the process on ${device}, seed ${seed}`, () =>
      assertSurvives(import.meta.resolve('./hostile-random.js'), [device, String(seed), '30000']));
