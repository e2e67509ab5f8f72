import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeRanges } from '../../src/checkpoint/part-source.js';
import { temporaryFolder } from '../formats/torch-files.js';

async function fetched(...chunks: [position: number, data: string][]): Promise<string> {
  const path = join(temporaryFolder(), 'file');
  const ranges = [
    { start: 2, end: 5 },
    { start: 7, end: 9 },
  ];
  async function* come() {
    for (const [position, data] of chunks) yield { position, data: Buffer.from(data) };
  }
  await writeRanges(come(), { rank: 0, name: 'rank-0', bytes: 10, ranges }, path);
  return readFileSync(path).toString('latin1').replaceAll('\0', '.');
}

test('ranges come in pieces of any length, and what lies between them is a hole', async () => {
  assert.deepEqual(await fetched([2, 'ab'], [4, 'c'], [7, 'de']), '..abc..de.');
});

test('who sends beyond what was asked for, elsewhere, twice or too little is refused, and nothing else is written', async () => {
  const refused = (chunks: [number, string][], message: RegExp) =>
    assert.rejects(fetched(...chunks), { code: 'CHECKPOINT_TORN', message });
  await refused([[2, 'abcd']], /^rank-0: bytes 2 to 6 have come, expected 2 to 5$/);
  await refused([[0, 'ab']], /^rank-0: bytes 0 to 2 have come, expected 2 to 5$/);
  await refused(
    [
      [2, 'abc'],
      [2, 'abc'],
    ],
    /^rank-0: bytes 2 to 5 have come, expected 7 to 9$/,
  );
  await refused(
    [
      [2, 'abc'],
      [7, 'de'],
      [9, 'f'],
    ],
    /^rank-0: bytes 9 to 10 have come, expected no more$/,
  );
  await refused(
    [
      [2, 'abc'],
      [7, 'd'],
    ],
    /^rank-0: 4 of 5 bytes have come$/,
  );
});
