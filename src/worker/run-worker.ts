import { parseArgs } from 'node:util';
import { parseAddress } from '../rpc/address.js';
import { openTransport } from '../rpc/transport.js';
import { printToRankLog } from '../run/rank-log.js';
import { runControl, type StartTraining } from './control.js';

/** A worker process, as an agent starts it: its arguments say whose, and who it is. Its place comes later. */
export async function runWorker(args: string[], trainer: URL, heartbeatMs: number): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { coordinator: text, job: text, worker: text, certificate: text } });
  const { coordinator = '', job = '', worker = '' } = values;

  // Not process.exit: that waits for the trainer thread, which may wait for a dead peer.
  const die = (reason: string) => {
    console.error(`ending at once: ${reason}`);
    process.kill(process.pid, 'SIGKILL');
  };
  // The agent holds the other end of this pipe and never writes: its end is the agent's.
  process.stdin.on('end', () => die('the agent is gone'));
  process.stdin.on('error', () => die('the agent is gone'));
  process.stdin.resume();

  const takePlace = ({ outputDir, generation, rank }: StartTraining) => {
    try {
      printToRankLog(outputDir, { workerId: worker, generation, rank });
    } catch (cause) {
      throw new Error(`its log cannot be written: ${(cause as Error).message}`, { cause });
    }
    // What `ps` shows.
    process.title = `dinofleet worker --coordinator=${coordinator} --generation=${generation} --rank=${rank}`;
  };
  const exitCode = await runControl({
    transport: openTransport(values.certificate, '--certificate'),
    coordinator: parseAddress(coordinator, '--coordinator'),
    jobId: job,
    workerId: worker,
    takePlace,
    trainer,
    heartbeatMs,
    die,
  });
  process.exit(exitCode);
}
