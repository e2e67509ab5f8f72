import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { logLine } from '../../log/log-line.js';

/**
 * One task a node, which says when its agent begins and how it has ended. What Slurm tells all processes of a job is the coordinator's to
 * act on: the shell only outlives it, so that the agent's end can be told.
 */
const TASK = `trap : HUP INT TERM USR1 USR2
logs=$1; shift
echo "started $SLURMD_NODENAME"
"$@" --place "$SLURMD_NODENAME" >> "$logs/agent-$SLURMD_NODENAME.log" 2>&1
echo "ended $SLURMD_NODENAME $?"`;

/** How long srun is waited for whose agents have been told to end, and how long after each of two signals. */
const PATIENCE_MS = [20_000, 5_000];

export interface AgentStepOptions {
  places: readonly string[];
  /** Of the agent, but for its place. */
  command: readonly string[];
  logsDir: string;
  onEnded(place: string, code: number | null): void;
}

/** Agents on nodes of the job, started by one srun. */
export class AgentStep {
  readonly #srun: ChildProcess;
  readonly #running: Set<string>;
  readonly #words: string[] = [];
  readonly #over: Promise<void>;

  constructor({ places, command, logsDir, onEnded }: AgentStepOptions) {
    this.#running = new Set(places);
    const ended = (place: string, code: number | null) => {
      if (this.#running.delete(place)) onEnded(place, code);
    };
    const args = [...stepOptions(places), 'sh', '-c', TASK, 'agent', logsDir, ...command];
    // In a group of its own: a terminal's Ctrl-C is the coordinator's. The pipe's end tells the agents that we are gone.
    this.#srun = spawn('srun', args, { detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#srun.stdin!.on('error', () => {});
    createInterface({ input: this.#srun.stdout! }).on('line', (line) => {
      const [, place, code] = /^ended (\S+) (\d+)$/.exec(line) ?? [];
      if (place !== undefined) ended(place, Number(code));
    });
    createInterface({ input: this.#srun.stderr! }).on('line', (line) => {
      if (line.trim() === '') return;
      this.#words.push(line);
      logLine('info', 'srun', { says: line });
    });
    this.#over = new Promise((resolve) => {
      const end = () => {
        for (const place of [...this.#running]) ended(place, null);
        resolve();
      };
      this.#srun.once('close', end);
      this.#srun.once('error', (error) => {
        this.#words.push(error.message);
        end();
      });
    });
  }

  has(place: string): boolean {
    return this.#running.has(place);
  }

  /** What srun has said last. */
  get lastWords(): string {
    return this.#words.at(-1) ?? '';
  }

  /** Waits for its end, and sees to it. @returns whether srun had to be ended */
  async end(): Promise<boolean> {
    this.#srun.stdin!.end();
    for (const [i, patienceMs] of PATIENCE_MS.entries()) {
      if (await endsWithin(this.#over, patienceMs)) return i > 0;
      // At once where it comes twice: srun then ends the tasks.
      this.#srun.kill('SIGTERM');
    }
    this.#srun.kill('SIGKILL');
    return true;
  }
}

async function endsWithin(over: Promise<void>, limitMs: number): Promise<boolean> {
  const late = new AbortController();
  const timer = pause(limitMs, false, { signal: late.signal }).catch(() => false);
  const isOver = await Promise.race([over.then(() => true), timer]);
  late.abort();
  return isOver;
}

/** Source: srun(1) */
function stepOptions(places: readonly string[]): string[] {
  return [
    `--nodes=${places.length}`,
    `--ntasks=${places.length}`,
    '--ntasks-per-node=1',
    `--nodelist=${places.join(',')}`,
    '--job-name=dinofleet-agents',
    // Nodes are lost and agents end, and the others go on.
    '--no-kill',
    '--kill-on-bad-exit=0',
    '--wait=0',
    // All that the job has on a node, beside what may be left there of an agent before.
    '--overlap',
    '--cpu-bind=none',
    '--mpi=none',
    // Also where the job was submitted with less.
    '--export=ALL',
  ];
}
