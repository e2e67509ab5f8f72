import { test } from 'node:test';
import { assertNoRuleIsBroken } from './many-schedules.js';

const schedules = 100_000;

test(`in ${schedules} random schedules a job ends, or waits for nodes, and no rule is ever broken`, () =>
  assertNoRuleIsBroken(schedules));
