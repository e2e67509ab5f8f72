import { parseArgs } from 'node:util';
import { parseAddress } from '../rpc/address.js';
import { runControl } from './control.js';

/** A worker process, as an agent starts it: its arguments say whose, which one, and of which generation. */
export async function runWorker(args: string[], trainer: URL, heartbeatMs: number): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { coordinator: text, job: text, generation: text, rank: text } });
  const { coordinator = '', job = '', generation = '', rank = '' } = values;

  // Not process.exit: that waits for the trainer thread, which may wait for a dead peer.
  const die = (reason: string) => {
    console.error(`ending at once: ${reason}`);
    process.kill(process.pid, 'SIGKILL');
  };
  // The agent holds the other end of this pipe and never writes: its end is the agent's.
  process.stdin.on('end', () => die('the agent is gone'));
  process.stdin.on('error', () => die('the agent is gone'));
  process.stdin.resume();

  const exitCode = await runControl({
    coordinator: parseAddress(coordinator, '--coordinator'),
    jobId: job,
    generation: Number(generation),
    rank: Number(rank),
    trainer,
    heartbeatMs,
    die,
  });
  process.exit(exitCode);
}
