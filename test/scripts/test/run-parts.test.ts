import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { processesWith } from '../../fixtures/fleet-process.js';
import { temporaryFolder } from '../../formats/torch-files.js';

interface Part {
  name: string;
  files: Record<string, string>;
}

/** Runs parts of test files with these texts, two at a time; a file that takes longer than the limit is ended. */
function runParts(parts: readonly Part[], limitMs = 60_000) {
  const folder = temporaryFolder();
  const described = parts.map(({ name, files }) => ({
    name,
    concurrency: 2,
    limitMs,
    files: Object.entries(files).map(([file, text]) => {
      const path = join(folder, `${file}.test.mjs`);
      writeFileSync(path, `import { test } from 'node:test';\n${text}`);
      return path;
    }),
  }));
  const runner = JSON.stringify(pathToFileURL('scripts/test/run-parts.mjs'));
  // In a file: Node's runner hands on the options of its process, and would hand on a script that is one of them.
  const entry = join(folder, 'run.mjs');
  writeFileSync(
    entry,
    `import { runParts } from ${runner}; process.exit((await runParts(${JSON.stringify(described)})) ? 0 : 1);`,
  );
  // Without this it would take itself for a test file of another run.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry], { encoding: 'utf8', env });
  const [, failures = ''] = stdout.split('failing tests:');
  return { status, stdout, stderr, failures, folder };
}

const passes = "test('passes', () => {});";

test('parts run one after the other, and end with the sum of their numbers', () => {
  const { status, stdout, stderr } = runParts([
    { name: 'units', files: { a: `${passes}\ntest('skips', { skip: true }, () => {});`, b: passes } },
    { name: 'jobs', files: { c: passes } },
  ]);
  assert.equal(status, 0, stderr);
  const closing = stdout.slice(stdout.indexOf('ℹ tests'));
  assert.match(
    closing,
    /^ℹ tests 4\nℹ suites 0\nℹ pass 3\nℹ fail 0\nℹ cancelled 0\nℹ skipped 1\nℹ todo 0\nℹ duration_ms [\d.]+\n$/,
  );
  assert.match(
    stdout,
    /\nunits: 2 files in [\d.]+ s, 2 at a time\njobs: 1 files in [\d.]+ s, 2 at a time\nslowest files:\n/,
  );
});

test('a failure in an earlier part fails the run, goes on to the next, and is repeated at the end once, with its file', () => {
  const { status, stdout, failures, folder } = runParts([
    { name: 'units', files: { a: "test('outer', (t) => t.test('inner', () => { throw new Error('off by one'); }));" } },
    { name: 'jobs', files: { b: passes } },
  ]);
  assert.equal(status, 1);
  assert.match(stdout, /ℹ tests 3\nℹ suites 0\nℹ pass 1\nℹ fail 2\n/);
  assert.equal(failures.split('✖').length - 1, 1, failures);
  assert.equal(failures.split('off by one').length - 1, 1, failures);
  assert.match(failures, /test at \S*a\.test\.mjs:2:24\n✖ inner /);
  assert.ok(failures.includes(folder));
});

test('a file that hangs is ended with what it has started, and the test is named that it was at', () => {
  const marker = `hung-${process.pid}`;
  const { status, failures } = runParts(
    [
      {
        name: 'jobs',
        files: {
          waits: `
            import { spawn } from 'node:child_process';
            ${passes}
            test('outer', (t) => t.test('waits for ever', () => {
              spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '${marker}'], { detached: true });
              return new Promise(() => setInterval(() => {}, 1000));
            }));`,
          blocks: `
            process.on('SIGTERM', () => {});
            test('blocks', () => { for (;;); });`,
        },
      },
    ],
    5_000,
  );
  assert.equal(status, 1);
  assert.match(
    failures,
    /waits\.test\.mjs \(.*\n {2}\[the file was ended after 5 s; it was at the test "outer > waits for ever"\]/,
  );
  assert.match(failures, /blocks\.test\.mjs \(.*\n {2}\[the file was ended after 5 s; it was at the test "blocks"\]/);
  assert.deepEqual(processesWith(marker), []);
});

test('a process that dies in a test names the test', () => {
  const { status, failures } = runParts([
    { name: 'units', files: { a: `${passes}\ntest('crashes', () => process.kill(process.pid, 'SIGSEGV'));` } },
  ]);
  assert.equal(status, 1);
  assert.match(failures, /\[the file ended by SIGSEGV; it was at the test "crashes"\]/);
});

test('where no test ran, the run has failed', () => {
  assert.equal(runParts([]).status, 1);
});
