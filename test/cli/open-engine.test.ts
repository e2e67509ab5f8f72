import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { commandHost } from '../fixtures/command-host.js';
import { fleetProcess, jobFolder } from '../fixtures/fleet-process.js';

const refusals: [string, string[], RegExp][] = [
  ['an engine that there is not', ['--on', 'slurmd'], /BAD_OPTION.* --on is "slurmd", expected local, ssh:HOST/],
  ['a host that ssh would take for an option', ['--on', 'ssh:-oProxyCommand=x'], /names the host "-oProxyCommand=x"/],
  ['a hostfile that is not there', ['--on', 'ssh:@none'], /hostfile none cannot be read: ENOENT/],
  [
    'more nodes than hosts',
    ['--on', 'ssh:a,b', '--nodes', '3:4'],
    /TOO_FEW_HOSTS.* needs 3 hosts or more.* names 2: a, b/,
  ],
  ['no hosts for spares', ['--on', 'ssh:a,b', '--spares', '2'], /--spares 2 needs 3 hosts or more, one that trains/],
  ['hosts without a network', ['--on', 'ssh:a,b'], /NETWORK_NEEDED.* agents are to come on other machines/],
  [
    'spares on one machine',
    ['--spares', '1'],
    /--spares is for hosts of --on ssh:HOST,HOST\.\.\., --on slurm or --on kubernetes, and --on is local/,
  ],
  ['--ship on one machine', ['--ship'], /--ship is for hosts of --on ssh/],
  ['--sbatch on hosts', ['--on', 'ssh:a', '--sbatch', '--time=1'], /--sbatch is for --on slurm, and --on is ssh/],
  ['--ship to a job', ['--on', 'slurm', '--ship'], /--ship is for hosts of --on ssh:.*, and --on is slurm/],
  ['a job without a network', ['--on', 'slurm'], /NETWORK_NEEDED.* agents are to come on the job's nodes/],
  ['an allocation where there is none', ['--on', 'slurm:allocation'], /there is no SLURM_JOB_ID here/],
  ['no option of sbatch', ['--on', 'slurm', '--sbatch', 'gpu'], /Expected an option of sbatch in one word/],
  ['two lines for sbatch', ['--on', 'slurm', '--sbatch', '-p a\nrm x'], /Expected an option of sbatch in one word/],
  ['a relative --remote-path', ['--on', 'ssh:a', '--remote-path', 'there'], /Expected an absolute path/],
  ['no whole number of ranks', ['--nproc-per-node', 'all'], /Expected a whole number from 1 up/],
  ['no time to join', ['--join-timeout', '0'], /Expected a whole number from 1 up/],
];

const dinofleet = commandHost({ after }, 'fake');

for (const [what, args, message] of refusals)
  test(`${what}: refused before anything is done`, async (t) => {
    const { config } = jobFolder(t, { steps: 10 });
    const { status, stdout, stderr } = await dinofleet('launch', config, ...args);
    assert.equal(status, 2, stderr);
    assert.match(stderr, message);
    assert.doesNotMatch(`${stdout}${stderr}`, /info/);
  });

test('a job that its nodes do not come to gives up when it was told to', async (t) => {
  const { config } = jobFolder(t, { steps: 10 });
  const launch = fleetProcess(t, 'launch', config, '--nodes', '2:2', '--join-timeout', '5');
  assert.equal(await launch.ended, 1, launch.output());
  assert.match(launch.output(), /error failed reason="1 of 2 nodes were there after 5 s \(--join-timeout\): \S+"/);
});

test('--nproc-per-node auto is one worker on a machine without GPUs', async (t) => {
  const { config } = jobFolder(t, { steps: 5 });
  const launch = fleetProcess(t, 'launch', config, '--nproc-per-node', 'auto', '--device', 'cpu');
  assert.equal(await launch.ended, 0, launch.output());
  assert.match(launch.output(), /info running generation=1 workers=1/);
});
