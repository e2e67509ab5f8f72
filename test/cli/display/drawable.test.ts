import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isDrawable } from '../../../src/cli/display/drawable.js';
import { temporaryFolder } from '../../formats/torch-files.js';

test('a bar is drawn on a terminal that can, and where nobody has asked for plain text', () => {
  const terminal = { isTTY: true };
  const of = (environment: NodeJS.ProcessEnv, stream = terminal, stdout = terminal) =>
    isDrawable(stream, environment, stdout);
  assert.ok(of({ TERM: 'xterm-256color' }));
  assert.ok(of({ TERM: 'xterm', CI: 'false', NO_COLOR: '' }));
  for (const environment of [
    { TERM: 'dumb' },
    { TERM: '' },
    {},
    { TERM: 'xterm', NO_COLOR: '1' },
    { TERM: 'xterm', CI: 'true' },
  ])
    assert.ok(!of(environment), JSON.stringify(environment));
  assert.ok(!of({ TERM: 'xterm' }, { isTTY: false }));
  assert.ok(!of({ TERM: 'xterm' }, terminal, { isTTY: false }));
});

test('no command writes an escape code to a dumb terminal', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'images'));
  for (const name of ['rgba.png', 'grey.jpg'])
    copyFileSync(join('test/fixtures/images', name), join(folder, 'images', name));
  const embed = `./dinofleet embed random:configs/quickstart.yaml ${folder}/images --out ${folder}/out.safetensors`;
  const onTerminal = (TERM: string) =>
    spawnSync('script', ['-qec', embed, '/dev/null'], {
      env: { ...process.env, TERM, CI: '', NO_COLOR: '' },
    }).stdout.toString();
  assert.ok(onTerminal('xterm').includes('\x1b['));
  const dumb = onTerminal('dumb');
  assert.match(dumb, /2 images, 128 numbers each/);
  assert.ok(!dumb.includes('\x1b'), JSON.stringify(dumb));
});
