import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

function check(t: TestContext, device: string, ...parts: string[]) {
  const out = mkdtempSync(join(tmpdir(), 'dinofleet-checks-'));
  t.after(() => rmSync(out, { recursive: true }));
  const args = [
    'scripts/check-gpu.mjs',
    '--device',
    device,
    '--out',
    out,
    ...parts.flatMap((part) => ['--only', part]),
  ];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { status, lines: stdout.trimEnd().split('\n'), out };
}

test('the checks of a GPU run on what stands for one, write down what each part has said and count', (t) => {
  const { status, lines, out } = check(t, 'cuda-emulated:0', 'products', 'attention', 'nccl');
  assert.equal(status, 0, lines.join('\n'));
  assert.deepEqual(readdirSync(out).sort(), ['attention.txt', 'nccl.txt', 'products.txt', 'summary.txt']);
  assert.match(lines.at(-1)!, /^\d\d passed, 0 failed$/);
  assert.equal(readFileSync(join(out, 'summary.txt'), 'utf8').trimEnd().split('\n').at(-1), lines.at(-1));
});

test('a part that cannot run counts as failed, and says why', (t) => {
  const { status, lines } = check(t, 'cuda:7', 'products', 'step-s14');
  assert.equal(status, 1);
  assert.match(lines.at(-1)!, /^0 passed, 2 failed$/);
  assert.match(lines.find((line) => line.includes('step-s14'))!, /ended with 1: .*there is no cuda:7/);
});
