import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { commandLine, programPath, resumeCommand } from '../../src/system/command-line.js';

const folder = mkdtempSync(join(tmpdir(), 'dinofleet-command-'));
after(() => rmSync(folder, { recursive: true }));

test('a command for pasting reaches a program as it was given', () => {
  const args = ['launch', 'my recipe.yaml', "train.output_dir=it's $HOME", 'crops.global_crops_scale=[0.4, 1]', ''];
  const pasted = commandLine(args).replace(/^\.\/dinofleet/, "printf '%s\\n'");
  assert.equal(spawnSync('sh', ['-c', pasted], { encoding: 'utf8' }).stdout, `${args.join('\n')}\n`);
  assert.equal(commandLine(['launch', 'a.yaml', 'optim.lr=1e-3']), './dinofleet launch a.yaml optim.lr=1e-3');
});

test('a command that npm runs in another folder than the user stands in leads there first', () => {
  const before = process.env.INIT_CWD;
  process.env.INIT_CWD = '/';
  try {
    assert.equal(commandLine(['doctor']), `cd ${process.cwd()} && ./dinofleet doctor`);
    process.env.INIT_CWD = process.cwd();
    assert.equal(commandLine(['doctor']), './dinofleet doctor');
  } finally {
    if (before === undefined) delete process.env.INIT_CWD;
    else process.env.INIT_CWD = before;
  }
});

test('the command that goes on from a checkpoint does not refuse one', () => {
  assert.equal(resumeCommand(['launch', 'a.yaml', '--no-resume', 'x=1']), './dinofleet launch a.yaml x=1');
});

test('a program is called by the shortest path that leads to it from where the user stands', () => {
  const program = join(folder, 'here', 'program');
  mkdirSync(join(folder, 'here', 'below'), { recursive: true });
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'others'));
  copyFileSync('/bin/true', program);
  copyFileSync('/bin/true', join(folder, 'others', 'program'));
  symlinkSync(program, join(folder, 'bin', 'program'));
  const others = join(folder, 'others');
  assert.equal(programPath(program, join(folder, 'here'), ''), './program');
  assert.equal(programPath(program, join(folder, 'here', 'below'), ''), '../program');
  assert.equal(programPath(program, folder, '/nowhere'), program);
  assert.equal(programPath(program, '/', ''), program);
  assert.equal(programPath(program, folder, `/nowhere:${join(folder, 'bin')}:${others}`), 'program');
  // A place that cannot be entered, as one of another user's.
  symlinkSync('circle', join(folder, 'circle'));
  assert.equal(programPath(program, folder, `${join(folder, 'circle')}:${join(folder, 'bin')}`), 'program');
  const ofNpm = join(folder, 'node_modules/.bin');
  mkdirSync(ofNpm, { recursive: true });
  symlinkSync(program, join(ofNpm, 'program'));
  assert.equal(programPath(program, folder, ofNpm), program);
  // Another program of the name would be called.
  assert.equal(programPath(program, folder, `${others}:${join(folder, 'bin')}`), program);
});
