import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { countedProgress, openProgress } from '../../../src/cli/display/counted-progress.js';

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
  const progress = countedProgress(1000, 'images', 5000, false, () => nowMs);
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
  const progress = countedProgress(10, 'images', 5000, false, () => 100);
  progress.update(10);
  progress.close();
  t.mock.restoreAll();
  assert.equal(written(), '');
});

test('what nobody knows the number of shows how many there are, though nothing comes', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const written = stderrOf(t);
  const progress = openProgress('listing', { folder: '/a' }, 'images', 5000, false);
  progress.update(3);
  t.mock.timers.tick(4999);
  assert.equal(written(), '');
  t.mock.timers.tick(5001);
  progress.update(70);
  t.mock.timers.tick(5000);
  progress.close();
  t.mock.timers.tick(20_000);
  assert.equal(written(), [3, 3, 70].map((images) => `info listing folder=/a images=${images}\n`).join(''));
});

test('on a terminal it is one line that is drawn over, and gone in the end', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const written = stderrOf(t);
  const progress = openProgress('listing', { folder: '/a' }, 'images', 5000, true);
  progress.update(70);
  t.mock.timers.tick(250);
  progress.close();
  t.mock.restoreAll();
  assert.doesNotMatch(written(), /info listing/);
});
