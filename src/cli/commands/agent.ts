import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { logLine } from '../../log/log-line.js';
import { isS3Place } from '../../objects/s3-place.js';
import { parseAddress } from '../../rpc/address.js';
import { leaveSignalsToParent, onSignal } from '../../system/signals.js';
import { examples } from '../examples.js';
import type { LoadParts } from '../fleet-parts.js';
import { CERTIFICATE_HELP, wholeNumber } from '../options.js';

interface AgentCommandOptions {
  coordinator: string;
  listenHost: string;
  datasetPath?: string[];
  outputDir?: string;
  snapshotDir?: string;
  place: string;
  certificate?: string;
  nprocPerNode?: number;
  endWithParent: boolean;
  requeueLost: boolean;
  leaveWhenTold: boolean;
}

/** `dinofleet agent`: lends this machine to a coordinator's job. */
export function addAgent(program: Command, loadParts: LoadParts, exit: (code: number) => void): void {
  const listenHelp = "address that the workers listen on for their peers; left away: the coordinator's choice";
  program
    .command('agent')
    .description("take part in a coordinator's job with this machine")
    .requiredOption('--coordinator <HOST:PORT>', 'as the coordinator prints it')
    .option('--certificate <FILE>', CERTIFICATE_HELP)
    .option('--listen-host <ADDR>', listenHelp, '')
    .option(
      '--dataset-path <PATH>',
      'where this machine has the images; the same files as elsewhere. Of several sources each, in their order',
      (path: string, before: string[] = []) => [...before, path],
    )
    .option('--output-dir <DIR>', "where this machine has the run's output directory, or one of its own")
    .option('--snapshot-dir <DIR>', 'where this machine keeps snapshots: a folder in memory')
    .option(
      '--nproc-per-node <N>',
      'workers on this machine; as many as the job has on each node if left away',
      wholeNumber(1),
    )
    // For the agent of `launch`, which holds the other end of its standard input.
    .addOption(new Option('--end-with-parent').default(false).hideHelp())
    // For an agent in a Slurm job, whose batch script is nobody else's care.
    .addOption(new Option('--requeue-lost').default(false).hideHelp())
    // For an agent in a pod, which hears that it is to go from the coordinator, when a checkpoint is there.
    .addOption(new Option('--leave-when-told').default(false).hideHelp())
    // For an engine, which hears by it which of its agents has come.
    .addOption(new Option('--place <NAME>').default('').hideHelp())
    .addHelpText('after', examples(['agent', '--coordinator', '127.0.0.1:7300', '--listen-host', '127.0.0.2']))
    .action(async (options: AgentCommandOptions) => {
      const leaving = new AbortController();
      const abandoned = new AbortController();
      const leave = () => leaving.abort();
      if (options.endWithParent) {
        leaveSignalsToParent();
        const abandon = () => abandoned.abort();
        process.stdin.on('end', abandon).on('error', abandon).resume();
      } else if (options.leaveWhenTold) leaveSignalsToParent();
      else {
        for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) onSignal(signal, leave);
        process.on('SIGUSR2', () => {}); // for the coordinator
      }

      const requeue = async () => {
        const { requeueIfCoordinatorIsLost } = await import('../../engines/slurm/requeue-lost.js');
        if (await requeueIfCoordinatorIsLost()) leave();
      };
      if (options.requeueLost) process.on('SIGTERM', requeue);

      const { runAgent } = await import('../../agent/agent.js');
      const { openTransport } = await import('../../rpc/transport.js');
      const parts = await loadParts();
      const end = await runAgent({
        transport: openTransport(options.certificate, '--certificate'),
        coordinator: parseAddress(options.coordinator, '--coordinator'),
        listenHost: options.listenHost,
        place: options.place,
        places: {
          ...(options.datasetPath !== undefined && {
            datasetPaths: options.datasetPath.map((path) => (isS3Place(path) ? path : resolve(path))),
          }),
          ...(options.outputDir !== undefined && { outputDir: resolve(options.outputDir) }),
          ...(options.snapshotDir !== undefined && { snapshotBase: resolve(options.snapshotDir) }),
        },
        facts: parts.nodeFacts(),
        localRanks: options.nprocPerNode ?? 0,
        workerEntry: parts.workerEntry,
        timings: parts.timings,
        signal: leaving.signal,
        abandoned: abandoned.signal,
      });
      if (options.requeueLost && end.exitCode === 1) await requeue();
      logLine(end.exitCode === 0 ? 'info' : 'error', 'agent-ends', { reason: end.reason });
      exit(end.exitCode);
    });
}
