// Loaded into every process of a test file. Before each test the events so far are written out: of a test that blocks its
// process for ever, or ends it, the runner would not know that it had begun.
import { beforeEach } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { isMainThread } from 'node:worker_threads';

if (isMainThread && process.argv[1]?.match(/\.(test|soak)\.m?js$/)) beforeEach(() => setImmediate());
