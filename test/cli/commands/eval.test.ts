import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Command } from 'commander';
import { addEval } from '../../../src/cli/commands/eval.js';
import { writeFeatures } from '../../../src/eval/features.js';

const folder = mkdtempSync(join(tmpdir(), 'dinofleet-cli-eval-'));
after(() => rmSync(folder, { recursive: true }));

const files = ['a.png', 'b.png', 'c.png'];
const queries = join(folder, 'queries.safetensors');
const gallery = join(folder, 'gallery.safetensors');
const labels = join(folder, 'labels.csv');
writeFeatures(gallery, { rows: Float32Array.of(1, 0, 0, 1, -1, -1), width: 2, files, folder: '.' });
writeFeatures(queries, { rows: Float32Array.of(9, 8, 8, 9, 7, 7), width: 2, files, folder: '.' });
writeFileSync(labels, 'a.png,left\nb.png,right\nc.png,right\n');

/** What a command line prints. */
async function output(...args: string[]): Promise<string> {
  const lines: string[] = [];
  const print = console.log;
  console.log = (line: string) => lines.push(line);
  try {
    const program = new Command('dinofleet').exitOverride().configureOutput({ writeErr: () => {} });
    addEval(program);
    await program.parseAsync(['eval', ...args], { from: 'user' });
  } finally {
    console.log = print;
  }
  return lines.join('\n');
}

test('eval retrieval prints recall@1, for people or as JSON', async () => {
  assert.equal(await output('retrieval', queries, gallery, '--center'), 'recall@1 1.0000 of 3 queries among 3');
  assert.deepEqual(JSON.parse(await output('retrieval', queries, gallery, '--json')), {
    recall_at_1: 2 / 3,
    queries: 3,
    gallery: 3,
  });
});

test('eval knn takes labels from a file', async () => {
  const args = ['knn', queries, gallery, '--labels', labels, '--k', '1'];
  assert.equal(await output(...args), 'k-NN accuracy 0.6667 of 3 queries, 2 classes');
  const result = JSON.parse(await output(...args, '--exclude-same-name', '--temperature', '0.1', '--json'));
  assert.deepEqual(result, { accuracy: 0, queries: 3, gallery: 3, classes: 2, k: 1, temperature: 0.1 });
});

test('a wrong option value is refused', async () => {
  await assert.rejects(output('knn', queries, gallery, '--k', '0'), /Expected a whole number from 1 up/);
  await assert.rejects(output('knn', queries, gallery, '--temperature', 'x'), /Expected a number above 0/);
  await assert.rejects(output('retrieval', queries), { code: 'commander.missingArgument' });
});
