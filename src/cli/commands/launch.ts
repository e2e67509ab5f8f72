import { type Command, Option } from 'commander';
import { parseOn } from '../../engines/on.js';
import { checkoutPath } from '../../system/command-line.js';
import { examples } from '../examples.js';
import type { LoadParts } from '../fleet-parts.js';
import type { HostOptions } from '../host-job.js';
import { addJobOptions } from '../job-options.js';
import type { EngineOptions } from '../open-engine.js';
import {
  absolutePath,
  labelOption,
  ranksPerNode,
  resourceOption,
  sbatchOption,
  volumeOption,
  wholeNumber,
} from '../options.js';

/** `dinofleet launch`: a coordinator in this process, and agents that an engine brings. */
export function addLaunch(program: Command, loadParts: LoadParts, exit: (code: number) => void): void {
  const on = new Option(
    '--on <WHERE>',
    'local: this machine; ssh:HOST,HOST... or ssh:@HOSTFILE: these and not this one, a host a line, slots=N behind it for its ranks; slurm or kubernetes: a job that is submitted and followed; slurm:allocation: the Slurm job that this command is in; kubernetes:NAME: pods beside the one that this command is in, of the run NAME',
  )
    .argParser(parseOn)
    .default(parseOn('local'), 'local');
  const defaults = {
    nodes: '1:1; of hosts or an allocation, all but the spares',
    host: '127.0.0.1; for hosts, the one in --network',
  };
  addJobOptions(program.command('launch'), defaults)
    .description('train on this machine, or on others by ssh, Slurm or Kubernetes; other agents may join')
    .addOption(on)
    .option(
      '--nproc-per-node <N|auto>',
      'workers on each node; auto: one for each GPU, or one on the CPU; over train.nproc_per_node',
      ranksPerNode,
    )
    .option('--spares <K>', 'hosts or pods beyond MAX that wait, to take the place of one that is lost', wholeNumber(1))
    .option('--ssh-config <FILE>', "in place of ssh's own configuration, as ssh -F: ports, users, keys, ProxyJump")
    .option(
      '--remote-path <DIR>',
      'where Dinofleet is on the hosts; left away: in the same folder as here',
      absolutePath,
    )
    .option('--ship', 'copy this build to hosts that lack it; they need Node.js and the libraries of the system')
    .option(
      '--sbatch <OPTION>',
      'of the job that --on slurm submits, such as --partition=gpu; may be given several times',
      sbatchOption,
    )
    .option('--image <IMAGE>', 'of all pods of --on kubernetes: cluster/docker/Dockerfile makes one')
    .option(
      '--volume <CLAIM:PATH>',
      'a PersistentVolumeClaim that all pods see; may be given several times',
      volumeOption,
    )
    .option(
      '--resource <NAME=QUANTITY>',
      "of an agent's pod, such as nvidia.com/gpu=8; may be given several times",
      resourceOption,
    )
    .option(
      '--label <NAME=VALUE>',
      "of agents' pods, such as kueue.x-k8s.io/queue-name=research; may be given several times",
      labelOption,
    )
    .option('--spread', "agents' pods on different nodes")
    .option('--pod-template <FILE>', "a Pod in YAML: what agents' pods have besides, such as a nodeSelector")
    .option('--namespace <NAME>', "where pods are made; left away: that of kubectl's current context")
    .option('--service-account <NAME>', 'of the coordinator; left away: one is made, with the Role that it needs')
    .option(
      '--dry-run',
      'print what --on slurm or kubernetes would submit, a batch script or YAML with certificates, and submit nothing',
    )
    .option('--detach', 'go on without this terminal: "dinofleet attach" follows it, "dinofleet stop" ends it', false)
    .addHelpText('after', examples(['launch', checkoutPath('configs/quickstart.yaml'), 'train.output_dir=runs/mine']))
    .action(async (file: string, overrides: string[], options: HostOptions & EngineOptions & { detach: boolean }) => {
      if (options.on.kind === 'slurm' && !options.on.isWithin) {
        const { submitJob } = await import('../submit-job.js');
        exit(await submitJob(await loadParts(), file, overrides, options));
        return;
      }
      if (options.on.kind === 'kubernetes' && options.on.run === null) {
        const { submitRun } = await import('../submit-run.js');
        exit(await submitRun(await loadParts(), file, overrides, options));
        return;
      }
      if (options.detach) {
        const { launchDetached } = await import('../detach.js');
        exit(await launchDetached(await loadParts(), file, overrides, options));
        return;
      }
      const { hostJob } = await import('../host-job.js');
      const { openEngine } = await import('../open-engine.js');
      const parts = await loadParts();
      const { engine, ...opened } = await openEngine(options, parts);
      const hosted = await hostJob(parts, file, overrides, { ...options, ...opened }, engine).catch(async (error) => {
        await engine.couldNotBegin?.(error);
        throw error;
      });
      if (hosted === null) return;
      engine.provide(hosted.job);
      const code = await hosted.exitCode;
      exit(code);
      await engine.release();
      exit(engine.exitCode?.(code) ?? code);
      await hosted.letGo();
    });
}
