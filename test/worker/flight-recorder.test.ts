import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalCommunicator } from '../../src/comm/local-communicator.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { describeNotes, FlightReader, FlightRecorder, RECORDER_BYTES } from '../../src/worker/flight-recorder.js';
import { recordedCommunicator } from '../../src/worker/recorded-communicator.js';
import { StallPrinter } from '../../src/worker/stall-printer.js';

function recorded() {
  const shared = new SharedArrayBuffer(RECORDER_BYTES);
  const reader = new FlightReader(shared);
  const recorder = new FlightRecorder(shared, (name, number) => reader.learn(name, number));
  return { recorder, reader };
}

test('the other thread sees what a rank is at, with its step', () => {
  const { recorder, reader } = recorded();
  assert.equal(reader.last(), null);
  recorder.firstStepDone();
  recorder.beginStep(812);
  recorder.enter('compute', 'block 11 forward');
  const { phase, what, step } = reader.last()!;
  assert.deepEqual([phase, what, step], ['compute', 'block 11 forward', 812]);
});

test('until the first step is done all but waiting for data is the set-up', () => {
  const { recorder, reader } = recorded();
  recorder.enter('compute', 'block 0 forward');
  assert.equal(reader.last()!.phase, 'setUp');
  recorder.firstStepDone();
  recorder.enter('compute', 'block 0 forward');
  assert.equal(reader.last()!.phase, 'compute');
});

test('the last thousand are kept, the oldest first', () => {
  const { recorder, reader } = recorded();
  for (let step = 0; step < 2500; step++) {
    recorder.beginStep(step);
    recorder.enter('compute', `unit ${step % 7}`);
  }
  const notes = reader.all();
  assert.equal(notes.length, 1000);
  assert.deepEqual([notes[0]!.step, notes.at(-1)!.step], [1500, 2499]);
  assert.equal(notes.at(-1)!.what, `unit ${2499 % 7}`);
});

test('a collective is noted while it is waited for, with its size, and then what was done before', () => {
  const backend = openBackend('cpu', 'float32');
  const { recorder, reader } = recorded();
  recorder.firstStepDone();
  const comm = recordedCommunicator(new LocalCommunicator(backend), recorder);
  recorder.enter('compute', 'head backward');
  const buffer = backend.zeros([4096], 'float32');
  comm.allReduce(buffer).join();
  const [, sum, after] = reader.all();
  assert.deepEqual([sum!.phase, sum!.what, sum!.bytes], ['communication', 'sum of all ranks', 16384]);
  assert.deepEqual([after!.phase, after!.what], ['compute', 'head backward']);
  assert.match(describeNotes([sum!])[0]!, /^ +\d+\.\d{3} s {2}step 0 {2}communication: sum of all ranks, 0\.0 MB$/);
  buffer.release();
  comm.close();
});

test('what a rank did is printed once each time that it stands still, but not while it saves', () => {
  const { recorder, reader } = recorded();
  const lines: string[] = [];
  const printer = new StallPrinter(reader, (line) => lines.push(line));
  recorder.firstStepDone();
  recorder.enter('save', 'checkpoint begins');
  printer.look(1, 1_000);
  printer.look(1, 9_000);
  assert.deepEqual(lines, []);
  recorder.enter('compute', 'block 3 backward');
  printer.look(2, 10_000);
  printer.look(2, 13_900);
  assert.deepEqual(lines, []);
  for (const nowMs of [14_100, 15_000]) printer.look(2, nowMs);
  assert.equal(lines.length, 3);
  assert.match(lines[0]!, /^no progress for 4\.1 s; the last that this rank has begun:$/);
  assert.match(lines[2]!, /compute: block 3 backward$/);
});
