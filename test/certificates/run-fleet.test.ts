import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { identityOf, partOf, ROLES, readIdentityFile } from '../../src/certificates/identity.js';
import { openRunFleet, runFleetFile } from '../../src/certificates/run-fleet.js';
import { temporaryFolder } from '../formats/torch-files.js';

const { XDG_STATE_HOME, HOME } = process.env;
let state = '';
beforeEach(() => {
  state = temporaryFolder();
  process.env.XDG_STATE_HOME = state;
});
afterEach(() => {
  for (const [name, value] of Object.entries({ XDG_STATE_HOME, HOME }))
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
});

const read = (path: string) => readIdentityFile(path, 'file');

test('a run gets a fleet of its own, of all roles, in a folder that nobody else enters, until it is over', async () => {
  const { path, remove } = await openRunFleet('run1');
  assert.equal(path, join(state, 'dinofleet/fleets/run1/run.pem'));
  assert.equal(statSync(join(path, '..')).mode & 0o777, 0o700);
  for (const name of ['run.pem', 'ca.key']) assert.equal(statSync(join(path, '..', name)).mode & 0o777, 0o600);
  for (const role of ROLES) {
    const days = (identityOf(read(path), role).validTo.getTime() - Date.now()) / 86_400_000;
    assert.ok(days > 364 && days <= 365, role);
  }
  remove();
  assert.ok(!existsSync(join(path, '..')));
});

test('a run that is launched again before it is over keeps its authority; another run has another', async () => {
  const [first, again, other] = [await openRunFleet('run1'), await openRunFleet('run1'), await openRunFleet('run2')];
  assert.equal(read(first.path).authority, read(again.path).authority);
  assert.notEqual(read(first.path).authority, read(other.path).authority);
});

test('a launch that does not come to begin removes what it has made, and not what another has left', async () => {
  const first = await openRunFleet('run1');
  const again = await openRunFleet('run1');
  again.abandon();
  assert.ok(existsSync(first.path));
  first.abandon();
  assert.ok(!existsSync(first.path));
});

test('who operates a run finds its fleet, for as long as it is there', async () => {
  assert.equal(runFleetFile('run1'), null);
  const { path, remove } = await openRunFleet('run1');
  assert.equal(runFleetFile('run1'), path);
  assert.equal(identityOf(read(path), 'operator').role, 'operator');
  remove();
  assert.equal(runFleetFile('run1'), null);
});

test('one that was killed while it made its authority makes it anew', async () => {
  const { path } = await openRunFleet('run1');
  const { authority } = read(path);
  rmSync(join(path, '../ca.pem'));
  const again = await openRunFleet('run1');
  assert.notEqual(read(again.path).authority, authority);
});

test('a state folder that is no absolute path is passed over', async () => {
  process.env.XDG_STATE_HOME = 'relative';
  process.env.HOME = state;
  const { path } = await openRunFleet('run1');
  assert.equal(path, join(state, '.local/state/dinofleet/fleets/run1/run.pem'));
});

test('the part of a file that an agent gets has its roles and no other', async () => {
  const { path } = await openRunFleet('run1');
  const part = partOf(read(path), ['agent', 'worker']);
  const agents = join(state, 'agent.pem');
  writeFileSync(agents, part, { mode: 0o600 });
  const { identities, authority } = read(agents);
  assert.deepEqual(
    identities.map(({ role }) => role),
    ['agent', 'worker'],
  );
  assert.equal(authority, read(path).authority);
  const coordinators = identityOf(read(path), 'coordinator');
  assert.ok(readFileSync(path, 'utf8').includes(coordinators.key));
  assert.ok(!part.includes(coordinators.key));
  assert.throws(() => partOf(read(agents), ['coordinator']), { code: 'CERTIFICATE_ROLE' });
});
