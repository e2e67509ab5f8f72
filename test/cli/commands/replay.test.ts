import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { journalPath } from '../../../src/run/layout.js';
import { fleetProcess, jobFolder } from '../../fixtures/fleet-process.js';

test('a journal tells what was heard and decided, and where a program would decide otherwise', async (t) => {
  const { config, outputDir } = jobFolder(t, { steps: 25, checkpoint_steps: 10 });
  const launch = fleetProcess(t, 'launch', config);
  assert.equal(await launch.ended, 0, launch.output());

  const told = fleetProcess(t, 'replay', outputDir);
  assert.equal(await told.ended, 0, told.output());
  for (const line of [
    /^ +2 +\d\.\d+ s {2}nodeJoined \S+\n +-> admit\n +-> log node-joined/m,
    /s {2}checkpointFound: none\n/,
    /s {2}workerStarted rank 0\n +-> start rank 0/,
    /s {2}workerReported rank 0 steps 0 to 0\n +-> recordReport/,
    /s {2}published step 20\n/,
    /s {2}workerDone rank \d: finished at step 25\n(?: +-> .*\n)* +-> finish: finished at step 25/,
  ])
    assert.match(told.output(), line);

  const path = journalPath(outputDir, 1);
  const lines = readFileSync(path, 'utf8').split('\n');
  const json = fleetProcess(t, 'replay', path, '--json');
  assert.equal(await json.ended, 0);
  const chapters = json
    .output()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(chapters.length, lines.length - 2);
  assert.equal(chapters.at(-1).phase, 'done');
  const state = fleetProcess(t, 'replay', path, '--job', '3');
  assert.equal(await state.ended, 0);
  assert.equal(JSON.parse(state.output()).generation, 1);

  lines[1] = lines[1]!.replace('"actions":[', '"actions":["refuse",');
  writeFileSync(path, lines.join('\n'));
  appendFileSync(path, '{"torn\n');
  const other = fleetProcess(t, 'replay', path);
  assert.equal(await other.ended, 1);
  assert.match(other.output(), /otherwise then: refuse/);
  assert.match(other.output(), new RegExp(`line ${lines.length} is torn; it and what follows it is left out`));
});

test('what is no journal, and a line that it does not have, is said', async (t) => {
  const { config, images, outputDir } = jobFolder(t, { steps: 3 });
  const none = fleetProcess(t, 'replay', images);
  assert.equal(await none.ended, 2);
  assert.match(none.output(), /images has no journal: expected an output directory of "dinofleet launch"/);
  const launch = fleetProcess(t, 'launch', config);
  assert.equal(await launch.ended, 0);
  const beyond = fleetProcess(t, 'replay', outputDir, '--job', '5000');
  assert.equal(await beyond.ended, 2);
  assert.match(beyond.output(), /--job is 5000, and \S+ has \d+ lines/);
});
