import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cached } from '../../../scripts/test/cached.mjs';
import { temporaryFolder } from '../../formats/torch-files.js';

process.env.XDG_CACHE_HOME = temporaryFolder();
const root = join(process.env.XDG_CACHE_HOME, 'dinofleet/tests');
const input = join(temporaryFolder(), 'input');

/** @returns a maker that writes a file, and how often it was called */
function maker() {
  const made: string[] = [];
  const make = async (folder: string) => {
    made.push(folder);
    await new Promise(setImmediate);
    writeFileSync(join(folder, 'program'), readFileSync(input));
  };
  return { make, made };
}

test('a program is made once for what it is made from, and again when that has changed', async () => {
  const { make, made } = maker();
  writeFileSync(input, 'first');
  const first = await cached('tool', [input], make);
  assert.equal(await cached('tool', [input], make), first);
  assert.equal(readFileSync(join(first, 'program'), 'utf8'), 'first');
  writeFileSync(input, 'second');
  const second = await cached('tool', [input], make);
  assert.notEqual(second, first);
  assert.equal(readFileSync(join(second, 'program'), 'utf8'), 'second');
  assert.equal(made.length, 2);
});

test('two that make it at once both get a whole one, and one that cannot leaves nothing', async () => {
  const { make, made } = maker();
  writeFileSync(input, 'third');
  const [one, other] = await Promise.all([cached('tool', [input], make), cached('tool', [input], make)]);
  assert.equal(one, other);
  assert.equal(made.length, 2);
  assert.equal(readFileSync(join(one, 'program'), 'utf8'), 'third');
  const before = readdirSync(root);
  assert.ok(!made.some((folder) => existsSync(folder)));
  const failing = async () => {
    throw new Error('no network');
  };
  await assert.rejects(cached('other', [input], failing), { message: 'no network' });
  assert.deepEqual(readdirSync(root), before);
});
