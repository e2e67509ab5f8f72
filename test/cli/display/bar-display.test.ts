import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { jobFolder } from '../../fixtures/fleet-process.js';

/** script(1) gives the command a terminal; whoever runs the tests may have none, or say that nobody looks. */
function onTerminal(command: string) {
  const env = { ...process.env, TERM: 'xterm', CI: '', NO_COLOR: '' };
  return spawnSync('script', ['-qec', command, '/dev/null'], { encoding: 'utf8', env });
}

test('on a terminal there is a bar, and lines scroll by above it', (t) => {
  const { config } = jobFolder(t, { steps: 30 });
  const command = `stty cols 200; ${process.execPath} dist/test/fixtures/fake-cli.js launch ${config}`;
  const { stdout, status } = onTerminal(command);
  assert.equal(status, 0, stdout);
  const text = stripVTControlCharacters(stdout);
  assert.match(text, /█{30} 30\/30 {2}loss 0\.3333 {2}[\d.]+ images\/s {2}0s left/);
  for (const step of [10, 20, 30]) assert.match(text, new RegExp(`info checkpoint step=${step} .*\\r\\n`));
  assert.match(text, /\ninfo finished reason="finished at step 30"/);
});

test('the bar is drawn again below each line, and long lines are not cut off', (t) => {
  const { config } = jobFolder(t, { steps: 30 });
  const command = `stty cols 60; ${process.execPath} dist/test/fixtures/fake-cli.js launch ${config}`;
  const { stdout, status } = onTerminal(command);
  assert.equal(status, 0, stdout);
  const [, afterLast] = stdout.split('info checkpoint step=30');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is told
  assert.match(afterLast!, /^[^\r\n]*\r\n\x1b\[\?7l(\x1b\[\w+)*█{30} 30\/30/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
  assert.match(stdout, /\x1b\[\?7hinfo checkpoint step=30/);
});
