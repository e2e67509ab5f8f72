import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { test } from 'node:test';
import { dialWorkerSession } from '../../src/rpc/dial.js';

test('a worker does not wait for who takes its connection and says nothing: it is to look for the coordinator again', async (t) => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  t.after(() => silent.close());
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const { stream, close } = dialWorkerSession({ kind: 'loopback' }, { host: '127.0.0.1', port }, 100);
  stream.on('error', () => {});
  const status = await new Promise<{ code: number; details: string }>((resolve) => stream.once('status', resolve));
  close();
  assert.deepEqual([status.code, status.details], [1, 'Cancelled on client']);
});
