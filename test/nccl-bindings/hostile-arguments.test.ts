import { test } from 'node:test';
import { assertSurvives } from '../hostile/survives.js';

test('no argument of a communicator ends the process, and errors name function and argument', () =>
  assertSurvives(import.meta.resolve('./hostile-sweep.js')));
