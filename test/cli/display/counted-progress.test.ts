import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { countedProgress } from '../../../src/cli/display/counted-progress.js';

function stderrOf(t: TestContext): () => string {
  let written = '';
  t.mock.method(process.stderr, 'write', (text: string | Uint8Array) => {
    written += text;
    return true;
  });
  return () => written;
}

test('where there is no terminal, a line every few seconds says how far it is', (t) => {
  const written = stderrOf(t);
  let nowMs = 0;
  const progress = countedProgress(1000, 'images', 5000, {}, () => nowMs);
  for (let second = 1; second <= 12; second++) {
    nowMs = second * 1000;
    progress.update(second * 50);
  }
  progress.close();
  t.mock.restoreAll();
  assert.equal(
    written(),
    'info progress images=250/1000 per_second=50.0 left=15s\ninfo progress images=500/1000 per_second=50.0 left=10s\n',
  );
});

test('what is done before the first line would be due stays silent', (t) => {
  const written = stderrOf(t);
  const progress = countedProgress(10, 'images', 5000, {}, () => 100);
  progress.update(10);
  progress.close();
  t.mock.restoreAll();
  assert.equal(written(), '');
});
