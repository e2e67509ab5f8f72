import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { shellWord } from '../../src/system/shell-word.js';

const hostile = [
  '',
  ' ',
  'two words',
  "it's",
  "'''",
  `'"'"'`,
  '"$HOME"',
  '$(touch x)',
  '`touch x`',
  '; rm -rf /',
  '&& false',
  '-rf',
  '--',
  '*',
  '~',
  '~root',
  '#',
  '!!',
  'a\\',
  '\\n',
  'line\nline',
  '\t',
  '=ls',
  'é ü 漢字',
  '{a,b}',
  '%s',
];

test('a shell reads a word as it was given, whatever is in it', () => {
  const { stdout } = spawnSync('sh', ['-c', `printf '%s\\0' ${hostile.map(shellWord).join(' ')}`], {
    encoding: 'utf8',
  });
  assert.deepEqual(stdout.split('\0').slice(0, -1), hostile);
});

test('a word that has passed through a shell may pass through another', () => {
  const inner = `printf '%s\\0' ${hostile.map(shellWord).join(' ')}`;
  const { stdout } = spawnSync('sh', ['-c', `sh -c ${shellWord(inner)}`], { encoding: 'utf8' });
  assert.deepEqual(stdout.split('\0').slice(0, -1), hostile);
});

test('what needs no quotes has none, and a NUL is refused', () => {
  for (const plain of ['/usr/bin/node', 'user@host', 'a=b,c', '0.1.0+4f9c']) assert.equal(shellWord(plain), plain);
  assert.throws(() => shellWord('a\0b'), { message: 'a word of a shell cannot hold a NUL: "a\\u0000b"' });
});
