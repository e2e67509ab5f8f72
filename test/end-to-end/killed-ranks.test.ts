import { test } from 'node:test';
import { killRanks } from './killed-ranks.js';

test('ranks of a run of three killed at three moments, saves included: it ends with the bytes of one left alone', (t) =>
  killRanks(t, 3));
