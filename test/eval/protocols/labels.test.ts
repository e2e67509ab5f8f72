import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { classesOf, labelByFolder, labelsFromFile } from '../../../src/eval/protocols/labels.js';

const folder = mkdtempSync(join(tmpdir(), 'dinofleet-labels-'));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

test('the folder of a file is its label', () => {
  assert.equal(labelByFolder('val/n01440764/a.JPEG'), 'n01440764');
  assert.throws(() => labelByFolder('a.png'), {
    code: 'LABELS_INVALID',
    message: /give the labels in a file: --labels/,
  });
});

test('labels come from JSON or CSV', () => {
  assert.equal(labelsFromFile(file('a.json', '{"x.png": 3}'))('x.png'), '3');
  const fromCsv = labelsFromFile(file('a.csv', 'x.png,cat\r\na,b.png, dog\n\n'));
  assert.equal(fromCsv('x.png'), 'cat');
  assert.equal(fromCsv('a,b.png'), 'dog');
  assert.throws(() => fromCsv('z.png'), { message: /a.csv has no label for z.png/ });
});

test('label files that are none are refused', () => {
  assert.throws(() => labelsFromFile(file('b.json', 'x,y')), { message: /b.json is no JSON.*named .csv/ });
  assert.throws(() => labelsFromFile(file('b.json', '[]')), { message: /expected an object/ });
  assert.throws(() => labelsFromFile(file('b.csv', 'x,y\nz')), { message: /b.csv:2: expected "file,label"/ });
});

test('classes are numbered over both sets in sorted order', () => {
  const { names, queries, gallery } = classesOf(['b/1'], ['c/1', 'a/1', 'b/2'], labelByFolder);
  assert.deepEqual(names, ['a', 'b', 'c']);
  assert.deepEqual([...queries], [1]);
  assert.deepEqual([...gallery], [2, 0, 1]);
});
