import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileNameBytes, fileNameKey, fileNameText, shownFileName } from '../../../src/data/sources/file-name.js';
import { RandomStream } from '../../../src/random/random-stream.js';

const latin1 = (text: string) => Buffer.from(text, 'latin1');

test('a name that is UTF-8 is its text', () => {
  for (const name of ['a b.png', 'é.png', 'e\u0301.png', '한국어', '😀', '\ufeffx', 'a\nb"c\\', '\ue000'])
    assert.equal(fileNameText(Buffer.from(name)), name);
});

test('bytes that are no UTF-8 are escaped as Python does, and JSON carries them', () => {
  // What os.fsdecode gives.
  const names: [Buffer, string][] = [
    [latin1('b\xe9b\xe9'), 'b\udce9b\udce9'],
    [latin1('\xe9'), '\udce9'],
    [latin1('\xff\xfe'), '\udcff\udcfe'],
    [Buffer.concat([Buffer.from('é'), latin1('\xe9')]), 'é\udce9'],
    // A surrogate, something too long and something cut off, in what is no UTF-8.
    [latin1('\xed\xb2\x80'), '\udced\udcb2\udc80'],
    [latin1('\xc0\xaf'), '\udcc0\udcaf'],
    [latin1('\xf0\x9f\x98'), '\udcf0\udc9f\udc98'],
    [latin1('\xf4\x90\x80\x80'), '\udcf4\udc90\udc80\udc80'],
  ];
  for (const [bytes, text] of names) {
    assert.equal(fileNameText(bytes), text);
    assert.deepEqual(fileNameBytes(JSON.parse(JSON.stringify(text))), bytes);
  }
  assert.equal(JSON.stringify('b\udce9'), '"b\\udce9"');
});

test('any bytes come back, and no two names have one text', () => {
  const random = new RandomStream(5, 'file names');
  const texts = new Map<string, string>();
  for (let i = 0; i < 3000; i++) {
    const lengths = random.integer(1, 6);
    // Few values, of all kinds, so that sequences come about.
    const values = [0x41, 0x80, 0x9f, 0xa9, 0xbf, 0xc3, 0xe2, 0xed, 0xee, 0xf0, 0xf4, 0xff];
    const bytes = Buffer.from(Array.from({ length: lengths }, () => values[random.integer(0, values.length)]!));
    const text = fileNameText(bytes);
    assert.deepEqual(fileNameBytes(text), bytes);
    assert.equal(texts.get(text) ?? bytes.toString('hex'), bytes.toString('hex'));
    texts.set(text, bytes.toString('hex'));
  }
});

test('a name is shown in one line that tells every byte', () => {
  const shown: [string, string][] = [
    ['plain é 한.png', 'plain é 한.png'],
    ['b\udce9.png', 'b\\xe9.png'],
    ['b\\xe9.png', 'b\\\\xe9.png'],
    ['two\nlines\t\r', 'two\\nlines\\t\\r'],
    ['\x1b[31mred', '\\u{1b}[31mred'],
    ['\x85', '\\u{85}'],
    ['gnp.\u202egpj', 'gnp.\\u{202e}gpj'],
    ['"quoted"', '"quoted"'],
  ];
  const long = `${'a'.repeat(200)}${'b'.repeat(4000)}${'c'.repeat(200)}`;
  assert.equal(shownFileName(long), `${'a'.repeat(200)}…${'c'.repeat(200)}`);
  for (const [name, text] of shown) assert.equal(shownFileName(name), text);
});

test('keys order names as UTF-16 code units do, and every name in one way', () => {
  const names = ['a', 'a-', 'a.', 'a/', 'Z', 'é', '\u07ff', '\u0800', '\ud7ff', '\ue000', '\uffe0', '😀', '\u{10ffff}'];
  const keyOf = (name: string) => fileNameKey(Buffer.from(name).toString('latin1'));
  const byKey = [...names].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  assert.deepEqual(byKey, [...names].sort());
  const all = Array.from({ length: 256 }, (_, byte) => fileNameKey(String.fromCharCode(byte)));
  assert.equal(new Set(all).size, 256);
});
