import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** In as many processes as there are cores to keep busy. */
const PROCESSES = 2;

interface Ran {
  ends: Record<string, number>;
  fromMemory: number;
  returns: number;
}

async function runSchedules(from: number, to: number): Promise<Ran> {
  const program = fileURLToPath(new URL('./run-schedules.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program, String(from), String(to)]);
  return JSON.parse(stdout) as Ran;
}

/** Runs the schedules of so many seeds, from 1 on, and looks that they lead everywhere: they are worth something only then. */
export async function assertNoRuleIsBroken(schedules: number): Promise<void> {
  const each = schedules / PROCESSES;
  const parts = await Promise.all(
    Array.from({ length: PROCESSES }, (_, i) => runSchedules(1 + i * each, 1 + (i + 1) * each)),
  );
  const sum = (of: (part: Ran) => number) => parts.reduce((total, part) => total + of(part), 0);
  for (const end of ['finished', 'stopped', 'failed', 'waiting']) {
    const count = sum(({ ends }) => ends[end] ?? 0);
    assert.ok(count > 50, `${end}: ${count}`);
  }
  const [fromMemory, returns] = [sum((part) => part.fromMemory), sum((part) => part.returns)];
  assert.ok(fromMemory > 50, `${fromMemory} generations went on from a snapshot`);
  assert.ok(returns > 1000, `${returns} coordinators were killed and came back`);
}
