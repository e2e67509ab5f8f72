import { test } from 'node:test';
import { assertSurvives } from '../../hostile/survives.js';
import { backends } from './backends.js';

for (const { device } of backends())
  test(`no argument ends the process on ${device}, and errors name function and argument`, () =>
    assertSurvives(import.meta.resolve('./hostile-sweep.js'), [device]));
