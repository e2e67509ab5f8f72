import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { LocalCommunicator } from '../../src/comm/local-communicator.js';
import {
  encodeExpectedNumbers,
  readExpectedNumbers,
  SPREAD_GROUPS,
  type Spread,
} from '../../src/conformance/case/expected-numbers.js';
import type { Precision } from '../../src/conformance/case/precision.js';
import { openStepCase } from '../../src/conformance/case/step-case.js';
import { replayAndCompare } from '../../src/conformance/replay.js';
import { caseTable } from '../../src/conformance/report.js';
import { float32Tolerances } from '../../src/conformance/tolerances.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { caseCopy, changeNumbers, changeTensors } from './case/case-folder.js';

type SpreadGroup = keyof Spread;

const backend = openBackend('cpu', 'float32');
/** Far above what this machine differs from the reference; another one for each group. */
const SPREAD: Required<Spread> = {
  losses: 3e-4,
  koleo: 4e-4,
  gradients: 5e-4,
  gradientNorms: 6e-4,
  mostWeights: 7e-4,
  worstWeight: 8e-4,
  expAvg: 9e-4,
  expAvgSq: 1e-3,
};

/** What a replay calls the groups of a spread, and the tolerances of those that a case says nothing of. */
const GROUPS: Record<SpreadGroup, [name: string, usual: number]> = {
  losses: ['losses', 5e-5],
  koleo: ['koleo_loss (absolute)', 5e-6],
  gradients: ['gradients', 3e-5],
  gradientNorms: ['gradient norms', 2e-5],
  mostWeights: ['final.student, 99.9 % of all', 1e-4],
  worstWeight: ['final.student, the worst', 6.5e-4],
  expAvg: ['final.exp_avg', 1.5e-4],
  expAvgSq: ['final.exp_avg_sq', 2e-4],
};

/** Tensors of the case in which a group's error is made. */
const TENSORS: Partial<Record<SpreadGroup, string>> = {
  gradients: 'iter0.grad.backbone.norm.weight',
  mostWeights: 'final.student.backbone.patch_embed.proj.weight',
  worstWeight: 'final.student.backbone.norm.weight',
  expAvg: 'final.exp_avg.backbone.norm.weight',
  expAvgSq: 'final.exp_avg_sq.backbone.norm.weight',
};

/** Moves what a case expects by `error`, in the unit in which the group is compared. */
function moveExpected(folder: string, group: SpreadGroup, error: number): void {
  // biome-ignore lint/suspicious/noExplicitAny: as it is read from JSON.
  changeNumbers(folder, ({ iterations: [first] }: any) => {
    if (group === 'losses') first.ranks[0].ibot_loss /= 1 - error;
    if (group === 'koleo') first.ranks[0].koleo_loss += error;
    if (group === 'gradientNorms') first.grad_norm.backbone /= 1 - error;
  });
  changeTensors(folder, 'expected.safetensors', (tensor) => {
    if (tensor.name !== TENSORS[group]) return tensor;
    const values = tensor.data as Float32Array;
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const small = values.findIndex((value) => Math.abs(value) < largest / 2);
    const moved = group === 'mostWeights' ? values.keys() : [small === -1 ? 0 : small];
    for (const i of moved) values[i]! += error * largest;
    return tensor;
  });
}

async function replayed(folder: string, precision: Precision | null = null) {
  const stepCase = openStepCase(folder, { strategy: null, ranks: null, ranksPerNode: null, precision });
  const groups = await replayAndCompare(stepCase, backend, new LocalCommunicator(backend));
  return { groups, of: (group: SpreadGroup) => groups.find((each) => each.group === GROUPS[group][0])! };
}

function caseWith(t: TestContext, spread: Spread): string {
  const folder = caseCopy(t, 'step-chunks');
  changeNumbers(folder, (json) => {
    json.spread = spread;
  });
  return folder;
}

test('each group is held to five times its own spread, and the table says so', async (t) => {
  for (const [times, isWithin] of [
    [4.9, true],
    [5.1, false],
  ] as const) {
    const folder = caseWith(t, SPREAD);
    for (const group of SPREAD_GROUPS) moveExpected(folder, group, times * SPREAD[group]);
    const { groups, of } = await replayed(folder);
    const table = caseTable({
      folder,
      ranks: 1,
      strategy: 'NO_SHARD',
      precision: 'fp32',
      toTheBit: false,
      groups,
      ok: isWithin,
    });
    for (const group of SPREAD_GROUPS) {
      const { error, tolerance, ok } = of(group);
      assert.ok(
        Math.abs(error / SPREAD[group] - times) < 0.05,
        `${group} is off by ${error / SPREAD[group]} times its spread`,
      );
      assert.deepEqual([tolerance, ok], [5 * SPREAD[group], isWithin], `${group} at ${times} times its spread`);
      const line = table.find((each) => each.trim().startsWith(GROUPS[group][0]))!;
      assert.match(line, new RegExp(` ${tolerance.toExponential(1)} +${isWithin ? 'ok' : 'FAIL'} `));
    }
  }
});

test('a group that a spread leaves out has its usual tolerance', () => {
  for (const group of SPREAD_GROUPS) {
    const tolerances = float32Tolerances({ [group]: 0 });
    for (const other of SPREAD_GROUPS)
      assert.ok(
        Math.abs(tolerances[other] - (other === group ? 0 : GROUPS[other][1])) < 1e-12,
        `${other} beside ${group}`,
      );
  }
});

test('a spread is of float32: fp16 on the wire keeps its tolerances, and so does a record that is met to the bit', async (t) => {
  const all = Object.fromEntries(SPREAD_GROUPS.map((group) => [group, 0.5]));
  const folder = caseWith(t, all);
  const wire = await replayed(folder, 'fp16');
  assert.deepEqual(
    SPREAD_GROUPS.map((group) => wire.of(group).tolerance),
    [50, 50, 50, 50, 50, 0.1 * 2 ** 11, 50, 100].map((units) => units * 2 ** -11),
  );
  changeNumbers(folder, (json) => {
    json.exact = true;
  });
  const recorded = await replayed(folder);
  for (const { group, tolerance } of recorded.groups) assert.equal(tolerance, 0, group);
});

test('what is read of a spread is what is written', (t) => {
  const path = join(caseWith(t, { koleo: 0, worstWeight: 2.7e-3 }), 'expected.json');
  const read = readExpectedNumbers(path);
  assert.deepEqual(read.spread, { koleo: 0, worstWeight: 2.7e-3 });
  writeFileSync(path, encodeExpectedNumbers(read));
  assert.deepEqual(readExpectedNumbers(path), read);
  writeFileSync(path, encodeExpectedNumbers({ ...read, spread: {} }));
  assert.ok(!('spread' in JSON.parse(readFileSync(path, 'utf8'))));
});
