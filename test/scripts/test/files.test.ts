import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isAlone, needsMoto, readsReferences, startsProcesses, testSources } from '../../../scripts/test/files.mjs';
import { temporaryFolder } from '../../formats/torch-files.js';

/** A folder with these files; their relative imports lead to each other. */
function folderOf(files: Record<string, string>): (name: string) => string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return (name) => join(folder, name);
}

test('a test is a job where it, or a file of ours that it names, can start processes', () => {
  const at = folderOf({
    'direct.test.ts': "import { spawn } from 'node:child_process';",
    'lines.test.ts': "import {\n  fork,\n  spawn,\n} from 'node:child_process';",
    'fixtures/launch.ts': "import * as processes from 'node:child_process';",
    'imports.test.ts': "import { launch } from './fixtures/launch.js';",
    'twice.test.ts': "import { a } from './twice.js';",
    'twice.ts': "export * from './fixtures/launch.js';\nexport * from './twice.test.js';",
    'lazily.test.ts': "const { launch } = await import('./fixtures/launch.js');",
    'by-url.test.ts': "new Worker(new URL('./fixtures/launch.js', import.meta.url));",
    'type-only.test.ts': "import type { ChildProcess } from 'node:child_process';\nimport { x } from './gone.js';",
    'unit.test.ts': "import { add } from './add.js';",
    'add.ts': 'export const add = 1; // not from node:child_process',
  });
  const jobs = ['direct', 'lines', 'imports', 'twice', 'lazily', 'by-url'];
  for (const name of jobs) assert.equal(startsProcesses(at(`${name}.test.ts`)), true, name);
  for (const name of ['type-only', 'unit']) assert.equal(startsProcesses(at(`${name}.test.ts`)), false, name);
});

test('the launches of this suite are jobs, its ops are units, and references are read by those that ask for them', () => {
  const all = testSources('test', []);
  const [launch, op] = ['test/cli/commands/launch.test.ts', 'test/nn/backend/attention.test.ts'];
  assert.ok(all.includes(launch!) && all.includes(op!));
  assert.deepEqual(
    [launch, op].map((path) => startsProcesses(path!)),
    [true, false],
  );
  assert.deepEqual(
    [op, 'test/data/masks.test.ts'].map((path) => readsReferences(path!)),
    [false, true],
  );
  assert.deepEqual(testSources('test', ['commands/launch']), [launch]);
});

test('a job has none beside it where it, or a file of ours that it names, says why', () => {
  const at = folderOf({
    'direct.test.ts': '// Alone on the machine: it looks at how long something takes.',
    'imports.test.ts': "import { cluster } from './fixtures/cluster.js';",
    'fixtures/cluster.ts': "import { a } from 'a';\n\n// Alone on the machine: ports.\nexport const cluster = a;",
    'silent.test.ts': '// Alone on the machine:\n// It says not why.',
    'beside.test.ts': "import { x } from './gone.js'; // Alone on the machine: in the middle of a line",
  });
  for (const name of ['direct', 'imports']) assert.equal(isAlone(at(`${name}.test.ts`)), true, name);
  for (const name of ['silent', 'beside']) assert.equal(isAlone(at(`${name}.test.ts`)), false, name);
  assert.ok(isAlone('test/end-to-end/stalls.test.ts') && !isAlone('test/cli/commands/launch.test.ts'));
});

test('only tests that ask a server of objects need one to be installed', () => {
  assert.ok(needsMoto('test/checkpoint/s3/s3-bucket.test.ts'));
  assert.ok(!needsMoto('test/checkpoint/s3/s3-store.test.ts') && !needsMoto('test/loss/koleo.test.ts'));
});
