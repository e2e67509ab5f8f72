import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialWorkerSession } from '../../src/rpc/dial.js';
import { silentServer } from '../fixtures/silent-server.js';

test('a worker does not wait for who takes its connection and says nothing: it is to look for the coordinator again', async (t) => {
  const port = await silentServer(t);
  const { stream, close } = dialWorkerSession({ kind: 'loopback' }, { host: '127.0.0.1', port }, 100);
  stream.on('error', () => {});
  const status = await new Promise<{ code: number; details: string }>((resolve) => stream.once('status', resolve));
  close();
  assert.deepEqual([status.code, status.details], [1, 'Cancelled on client']);
});
