import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { processesWith } from '../../fixtures/fleet-process.js';
import { until } from '../../fixtures/until.js';
import { temporaryFolder } from '../../formats/torch-files.js';

const scripts = join(process.cwd(), 'scripts/setup');

/** A checkout with one step, which makes the folder `made` from the file `source` by `sh -c COMMAND`. */
function checkout(command: string): { root: string; run: () => ChildProcess; output: () => Promise<string> } {
  const root = temporaryFolder();
  const at = (name: string) => JSON.stringify(join(scripts, name));
  writeFileSync(join(root, 'source'), 'one');
  writeFileSync(
    join(root, 'setup.mjs'),
    `import { runQuietly } from ${at('processes.mjs')};
     import { stepIfChanged } from ${at('step.mjs')};
     await stepIfChanged('step', { inputs: ['source'], outputs: ['made'] }, async (isWhole) => {
       console.log(isWhole ? 'from whole outputs' : 'from nothing');
       await runQuietly('sh', ['-c', ${JSON.stringify(command)}]);
     });`,
  );
  const run = () => {
    const child = spawn(process.execPath, ['setup.mjs'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    after(() => child.kill('SIGKILL'));
    return child;
  };
  const output = async () => {
    const child = run();
    let text = '';
    child.stdout!.on('data', (chunk) => {
      text += chunk;
    });
    await new Promise((resolve) => child.once('close', resolve));
    return text;
  };
  return { root, run, output };
}

const makes = 'rm -rf made; mkdir made; cp source made/copy; echo two > made/other';

test('a step is done once, and again when its inputs change', async () => {
  const { root, output } = checkout(makes);
  assert.match(await output(), /^step: from nothing\ndone/);
  assert.match(await output(), /^step: nothing to do/);
  writeFileSync(join(root, 'source'), 'two');
  assert.match(await output(), /^step: from whole outputs\ndone/);
  assert.equal(readFileSync(join(root, 'made/copy'), 'utf8'), 'two');
});

test('a step whose outputs are gone, cut off, replaced or joined by others is done again', async () => {
  const { root, output } = checkout(makes);
  await output();
  const losses: (() => void)[] = [
    () => rmSync(join(root, 'made'), { recursive: true }),
    () => rmSync(join(root, 'made/other')),
    () => truncateSync(join(root, 'made/copy'), 1),
    () => writeFileSync(join(root, 'made/left'), ''),
    () => {
      rmSync(join(root, 'made/copy'));
      symlinkSync('../source', join(root, 'made/copy'));
    },
    () => writeFileSync(join(root, 'build/setup.json'), '{"step": {"inp'),
  ];
  for (const lose of losses) {
    lose();
    assert.match(await output(), /^step: from nothing\ndone/, String(lose));
    assert.match(await output(), /^step: nothing to do/);
  }
});

/** A step that waits for a file `go` once it has written `begun`. */
const waits = 'rm -rf made; mkdir made; touch begun; while [ ! -e go ]; do sleep 0.01; done; touch made/all';

function begun(root: string): Promise<boolean> {
  return until('beginning of the step', () => existsSync(join(root, 'begun')) || undefined);
}

test('a step that was killed is done again, and what it had started is ended before', async (t) => {
  const { root, run, output } = checkout(waits);
  const first = run();
  await begun(root);
  const [orphan] = waitingIn(root);
  t.after(() => kill(orphan!));
  first.kill('SIGKILL');
  await new Promise((resolve) => first.once('close', resolve));
  assert.deepEqual(waitingIn(root), [orphan]);

  rmSync(join(root, 'begun'));
  const second = output();
  await begun(root);
  assert.ok(!waitingIn(root).includes(orphan!));
  writeFileSync(join(root, 'go'), '');
  assert.match(await second, /^step: from nothing\ndone/);
  assert.match(await output(), /^step: nothing to do/);
});

test('of two set-ups at once the second waits, and finds the work done', async () => {
  const { root, run, output } = checkout(waits);
  const first = run();
  const ended = new Promise((resolve) => first.once('close', resolve));
  await begun(root);
  const second = output();
  await until('second set-up', () => (processesIn(root, 'setup.mjs').length === 2 ? true : undefined));
  writeFileSync(join(root, 'go'), '');
  assert.match(await second, /^step: (waiting for another set-up \.\.\. done by another set-up|nothing to do)/);
  assert.equal(await ended, 0);
});

test('Ctrl-C ends what a step has started, and the set-up by the same signal', async (t) => {
  const { root, run } = checkout(waits);
  const child = run();
  await begun(root);
  const [started] = waitingIn(root);
  t.after(() => kill(started!));
  child.kill('SIGINT');
  assert.equal(await new Promise((resolve) => child.once('close', (_code, signal) => resolve(signal))), 'SIGINT');
  assert.deepEqual(waitingIn(root), []);
});

/** Shells that wait; not their own forks on the way to become `sleep`. */
function waitingIn(folder: string): number[] {
  return processesIn(folder, 'while [ ! -e go ]').filter(isHeadOfGroup);
}

function isHeadOfGroup(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]) === pid;
  } catch {
    return false; // it has ended
  }
}

function processesIn(folder: string, word: string): number[] {
  const isThere = (pid: number) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === folder;
    } catch {
      return false; // it has ended
    }
  };
  return processesWith(word)
    .map(({ pid }) => pid)
    .filter(isThere);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
