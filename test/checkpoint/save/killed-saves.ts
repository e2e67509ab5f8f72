import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { verifyCheckpoint } from '../../../src/checkpoint/complete.js';
import { findLatest } from '../../../src/checkpoint/find.js';
import { saveNumbered } from '../numbered-shards.js';
import type { Death } from './dying-files.js';

const child = fileURLToPath(new URL('./dying-save.js', import.meta.url));

/** The operations of a save that nothing disturbs. */
export function operationsOfSave(): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'dinofleet-killed-'));
  const { stdout, stderr, status } = run(folder, Number.MAX_SAFE_INTEGER, 'before');
  assert.equal(status, 0, stderr);
  rmSync(folder, { recursive: true });
  return stdout.trim().split('\n');
}

/**
 * Kills a save at its n-th operation: the checkpoint that was made by then is there, whole, and found; and the next save
 * goes well and leaves nothing of it.
 * @returns the step that was found
 */
export async function assertSurvives(n: number, death: Death): Promise<number> {
  const outputDir = mkdtempSync(join(tmpdir(), 'dinofleet-killed-'));
  const { stdout, stderr, signal } = run(outputDir, n, death);
  const where = `${death} operation ${n}, after:\n${stdout}${stderr}`;
  assert.equal(signal, 'SIGKILL', where);
  const root = join(outputDir, 'checkpoints');
  const isMade = new RegExp(`^rename \\S+ ${root}/10$`, 'm').test(stdout);
  // The rename itself may be the operation in whose middle the process died.
  const expected = isMade || readdirSync(root).includes('10') ? 10 : 5;
  if (death !== 'torn') assert.equal(expected === 10, isMade, where);
  const latest = await findLatest({ outputDir });
  assert.equal(latest?.step, expected, where);
  assert.deepEqual((await verifyCheckpoint(latest.directory)).bad, [], where);
  const link = readlinkSync(join(root, 'latest'));
  assert.ok(link === '5' || link === '10', where);
  assert.deepEqual((await verifyCheckpoint(join(root, 'latest'))).bad, [], where);

  await saveNumbered(outputDir, 15);
  assert.equal((await findLatest({ outputDir }))?.step, 15);
  assert.deepEqual(readdirSync(root).sort(), ['15', String(expected), 'latest'].sort(), where);
  rmSync(outputDir, { recursive: true });
  return expected;
}

function run(outputDir: string, n: number, death: Death) {
  return spawnSync(process.execPath, [child, outputDir, String(n), death], { encoding: 'utf8' });
}
