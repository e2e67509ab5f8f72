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

test('a table is read as spreadsheets write it: marks, other delimiters, quotes, a line of names', () => {
  const label = (content: string | Buffer, of = 'a.png') => {
    writeFileSync(join(folder, 'c.csv'), content);
    return labelsFromFile(join(folder, 'c.csv'))(of);
  };
  const table = 'a.png,cat\r\nb.png,dog\r\n';
  assert.equal(label(`\ufeff${table}`), 'cat');
  assert.equal(label(Buffer.from(`\ufeff${table}`, 'utf16le')), 'cat');
  assert.equal(label('file;label\na.png;cat\nb, c.png;dog\n', 'b, c.png'), 'dog');
  assert.equal(label('a.png\tbig cat\n'), 'big cat');
  assert.equal(label('"a, ""x"".png","big, red"\n', 'a, "x".png'), 'big, red');
  assert.equal(label('5" disk.png,cat\n', '5" disk.png'), 'cat');
  assert.equal(label('label,split,path\ncat,train,./a.png\n'), 'cat');
  assert.equal(label('\n\na.png,cat\na.png,cat\n'), 'cat');
  assert.equal(label('a;b.png,cat\nc.png,dog\n', 'a;b.png'), 'cat');
});

test('a table that is unclear is refused by file and line', () => {
  const refused = (content: string | Buffer, message: string, name = 'd.csv') => {
    writeFileSync(join(folder, name), content);
    const path = join(folder, name);
    assert.throws(() => labelsFromFile(path), { code: 'LABELS_INVALID', message: message.replace('FILE', path) });
  };
  refused('a.png,cat\nb.png,x\na.png,dog\n', 'FILE: a.png is "cat" in line 1 and "dog" in line 3; expected one label');
  refused('a.png,cat\nb.png, \n', 'FILE:2: b.png has an empty label');
  refused('a.png,cat\n,dog\n', 'FILE:2: there is a label without a file');
  refused('', 'FILE is empty, expected lines "file,label"');
  refused(
    Buffer.from('a.png,caf\xe9\n', 'latin1'),
    'FILE: line 1 is not UTF-8: "a.png,café" as Latin-1; save it as UTF-8',
  );
  refused('{"a.png": "cat", "a.png": "dog"}', 'FILE: a.png is there twice; expected one label for each file', 'd.json');
  refused('{"a.png": null}', 'FILE: the label of a.png is null, expected text', 'd.json');
  assert.throws(() => labelsFromFile(join(folder, 'none.csv')), {
    code: 'LABELS_INVALID',
    message: /^--labels is \S+: ENOENT/,
  });
});

test('a mark before JSON is taken off', () => {
  assert.equal(labelsFromFile(file('bom.json', '\ufeff{"x.png": "cat"}'))('x.png'), 'cat');
});

test('of files without a label the first is named and the rest is counted', () => {
  const labelOf = labelsFromFile(file('few.csv', 'a.png,cat\n'));
  assert.throws(() => classesOf(['a.png', 'b.png'], ['c.png', 'b.png'], labelOf), {
    code: 'LABELS_INVALID',
    message: `${join(folder, 'few.csv')} has no label for b.png, and none for 1 more of 3 files`,
  });
});
