import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Communicator } from '../../src/comm/communicator.js';
import { LocalCommunicator } from '../../src/comm/local-communicator.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { profiledBackend } from '../../src/profile/profiled-backend.js';
import { StepProfiler } from '../../src/profile/step-profiler.js';
import { writeProfile } from '../../src/profile/write-profile.js';
import { profilePath } from '../../src/run/layout.js';
import { readProfile } from './read-trace.js';

const backend = openBackend('cpu', 'float32');

function folder(context: TestContext): string {
  const root = mkdtempSync(join(tmpdir(), 'dinofleet-profile-'));
  context.after(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

/** A step with one op. */
function profiled(step = 3): StepProfiler {
  const profiler = new StepProfiler(step, null, null);
  profiler.beginStep(step);
  profiledBackend(backend, profiler).zeros([4], 'float32').release();
  profiler.endStep();
  return profiler;
}

/** @returns what was said */
function write(
  outputDir: string,
  profiler: StepProfiler,
  comm: Communicator = new LocalCommunicator(backend),
): string[] {
  const said: string[] = [];
  writeProfile(profiler, { outputDir, backend, comm, log: (level, message) => said.push(`${level}: ${message}`) });
  return said;
}

test('a profile is written where it is looked for, and a line says where the time went and what opens it', (t) => {
  const outputDir = folder(t);
  const [line, ...others] = write(outputDir, profiled());
  assert.deepEqual(others, []);
  assert.match(
    line!,
    /^info: step 3 of rank 0 took \d+ ms: products 0 %, attention 0 %, other ops \d+ %, waits 0 %, between ops \d+ %; ui\.perfetto\.dev opens \S+$/,
  );
  assert.ok(line!.endsWith(profilePath(outputDir, 3)));
  assert.deepEqual(
    readProfile(outputDir, 3)
      .get('rank 0')!
      .get('compute')!
      .map(({ name }) => name),
    ['zeros', 'step 3'],
  );
});

test('a folder that cannot be written is a warning, and leaves nothing', (t) => {
  const outputDir = folder(t);
  writeFileSync(join(outputDir, 'profile'), 'no folder');
  const [line, ...others] = write(outputDir, profiled());
  assert.deepEqual(others, []);
  assert.match(line!, /^warn: step 3 is not profiled: .*profile.*; the run goes on$/);
  assert.deepEqual(readdirSync(outputDir), ['profile']);
});

test('a rank that cannot tell what it did is left out, and says why', (t) => {
  const outputDir = folder(t);
  const profiler = profiled();
  profiler.slices = () => {
    throw new Error('the device has failed');
  };
  const said = write(outputDir, profiler);
  assert.deepEqual(said, [
    'warn: step 3 of rank 0 is not profiled: the device has failed',
    'warn: step 3 is not profiled: no rank can tell what it did; the run goes on',
  ]);
});
