import { test } from 'node:test';
import { assertSurvives } from './survives.js';

test('a thread that is ended in the midst of native work ends alone', () =>
  assertSurvives(import.meta.resolve('./ended-threads.js')));
