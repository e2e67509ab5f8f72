import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fetchRanges, type PartSource } from '../../src/checkpoint/part-source.js';
import { temporaryFolder } from '../formats/torch-files.js';

/** Sends what it is given, whatever was asked for. */
function sending(...chunks: [position: number, data: string][]): PartSource {
  return {
    manifest: () => assert.fail('nobody asks for it'),
    async *read() {
      for (const [position, data] of chunks) yield { position, data: Buffer.from(data) };
    },
  };
}

async function fetched(
  source: PartSource,
  ranges = [
    { start: 2, end: 5 },
    { start: 7, end: 9 },
  ],
) {
  const path = join(temporaryFolder(), 'file');
  const bytes = await fetchRanges(source, { rank: 0, name: 'rank-0', bytes: 10, ranges }, path, false);
  return { bytes, file: readFileSync(path).toString('latin1').replaceAll('\0', '.') };
}

test('ranges come in pieces of any length, and what lies between them is a hole', async () => {
  assert.deepEqual(await fetched(sending([2, 'ab'], [4, 'c'], [7, 'de'])), { bytes: 5, file: '..abc..de.' });
});

test('who sends beyond what was asked for, elsewhere, twice or too little is refused, and nothing else is written', async () => {
  const refused = (source: PartSource, message: RegExp) =>
    assert.rejects(fetched(source), { code: 'CHECKPOINT_TORN', message });
  await refused(sending([2, 'abcd']), /^rank-0: bytes 2 to 6 have come, expected 2 to 5$/);
  await refused(sending([0, 'ab']), /^rank-0: bytes 0 to 2 have come, expected 2 to 5$/);
  await refused(sending([2, 'abc'], [2, 'abc']), /^rank-0: bytes 2 to 5 have come, expected 7 to 9$/);
  await refused(sending([2, 'abc'], [7, 'de'], [9, 'f']), /^rank-0: bytes 9 to 10 have come, expected no more$/);
  await refused(sending([2, 'abc'], [7, 'd']), /^rank-0: 4 of 5 bytes have come$/);
});
