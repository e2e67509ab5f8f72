import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Runs a program of attempts in a process of its own: a crash is seen as such, by the attempt that it ended in.
 * @param program beside the test, as `import.meta.resolve` names it
 */
export async function assertSurvives(program: string, args: string[] = []): Promise<void> {
  const child = spawn(process.execPath, ['--expose-gc', fileURLToPath(program), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((done) =>
    child.on('close', (...ended) => done(ended)),
  );
  const lines = out.trimEnd().split('\n');
  const failures = lines.filter((line) => line.startsWith('FAIL '));
  assert.equal(failures.length, 0, failures.slice(0, 40).join('\n'));
  assert.equal(
    code,
    0,
    `the process ended by ${signal ?? `status ${code}`} in the attempt "${lines.at(-1)}"\n${errors.slice(0, 4000)}`,
  );
  assert.equal(lines.at(-1), 'all attempts made', 'the process ended early');
}
