import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatLogLine } from '../../src/log/log-line.js';

test('a line is level, event and key=value, with quotes where a value needs them', () => {
  const fields = { rank: 3, path: '/a/b', reason: 'rank 1 said "no"', equation: 'a=b', nothing: '', ok: true };
  assert.equal(
    formatLogLine('warn', 'generation-ended', fields),
    String.raw`warn generation-ended rank=3 path=/a/b reason="rank 1 said \"no\"" equation="a=b" nothing="" ok=true`,
  );
});
