import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { claimOutputDir, runOf } from '../../src/run/claim.js';
import { tokenPath } from '../../src/run/layout.js';

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'dinofleet-test-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

/** A process that claims a directory, says how that went, and holds it until it is killed. */
function claimant(t: TestContext, outputDir: string) {
  const code = `
    import { claimOutputDir } from '${new URL('../../src/run/claim.js', import.meta.url)}';
    await claimOutputDir(process.argv[1], () => 'job', 'host').then(() => console.log('claimed'), (error) => console.log(error.message));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, outputDir], {
    stdio: ['ignore', 'pipe', 2],
  });
  t.after(() => child.kill('SIGKILL'));
  const said = once(child.stdout!.setEncoding('utf8'), 'data').then(([text]) => String(text).trim());
  return { child, said };
}

test('an output directory that cannot be made is refused', async (t) => {
  const file = join(folder(t), 'file');
  writeFileSync(file, '');
  await assert.rejects(
    claimOutputDir(join(file, 'out'), () => 'job', hostname()),
    {
      code: 'OUTPUT_DIR_NOT_WRITABLE',
      message:
        /^output directory .*\/file\/out cannot be written: .*\/file is a file, and no folder; choose another with --output-dir/,
    },
  );
});

test('a place where no directory can be made is refused, though making its parents would seem to help', async () => {
  await assert.rejects(
    claimOutputDir('/proc/runs/a', () => 'job', 'host'),
    {
      code: 'OUTPUT_DIR_NOT_WRITABLE',
      message:
        /^output directory \/proc\/runs\/a cannot be written: its file system takes no new folders; choose another with --output-dir/,
    },
  );
});

test('of processes that claim a directory at the same instant one gets it, and the others are told', async (t) => {
  const outputDir = folder(t);
  const claimants = Array.from({ length: 5 }, () => claimant(t, outputDir));
  const said = await Promise.all(claimants.map(({ said }) => said));
  assert.equal(said.filter((text) => text === 'claimed').length, 1, said.join('\n'));
  for (const text of said.filter((text) => text !== 'claimed'))
    assert.match(text, /^output directory \S+ is in use by .*process.*, which trains into it; stop that run first/);
});

test('a directory is refused while the process that claimed it lives, also by another path, and free when it was killed', async (t) => {
  const outputDir = folder(t);
  const { child, said } = claimant(t, outputDir);
  assert.equal(await said, 'claimed');
  const link = `${outputDir}-link`;
  symlinkSync(outputDir, link);
  t.after(() => rmSync(link));
  for (const path of [outputDir, link])
    await assert.rejects(
      claimOutputDir(path, () => 'job', hostname()),
      {
        code: 'OUTPUT_DIR_IN_USE',
        message: new RegExp(`^output directory ${path} is in use by process ${child.pid}, which`),
      },
    );
  child.kill('SIGKILL');
  await once(child, 'exit');
  const { release } = await claimOutputDir(outputDir, () => 'job', hostname());
  await release();
});

test('a directory is one run for its whole life; a torn or hostile token makes it another', async (t) => {
  const outputDir = folder(t);
  assert.equal(await runOf(outputDir), null);
  const claim = async () => {
    const { run, release } = await claimOutputDir(outputDir, () => 'job', 'host');
    await release();
    assert.equal(await runOf(outputDir), run);
    return run;
  };
  const run = await claim();
  assert.equal(await claim(), run);
  assert.equal(JSON.parse(readFileSync(tokenPath(outputDir), 'utf8')).run, run);
  for (const token of ['{"torn', '{"run":"../../home"}', '{}', 'null']) {
    writeFileSync(tokenPath(outputDir), token);
    const other = await claim();
    assert.match(other, /^[0-9a-f-]{36}$/);
    assert.notEqual(other, run);
  }
});
