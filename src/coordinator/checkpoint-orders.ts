import type { LogFields } from '../log/log-line.js';
import { attemptOf } from '../run/layout.js';
import type { JobAction } from './job/job-action.js';
import type { JobEvent } from './job/job-event.js';
import type { CheckpointKeeper } from './prepare.js';

export type CheckpointOrder = Extract<JobAction, { kind: 'findCheckpoint' | 'publish' | 'prune' }>;
type Order<Kind extends CheckpointOrder['kind']> = Extract<CheckpointOrder, { kind: Kind }>;

/**
 * Carries out what is decided of checkpoints, one thing after the other: a search sees all that was to be published before it, and
 * no generation begins beside a publication of the one before.
 */
export class CheckpointOrders {
  #done = Promise.resolve();

  constructor(
    private readonly jobId: string,
    private readonly checkpoints: CheckpointKeeper,
    private readonly deliver: (event: JobEvent) => void,
    private readonly warn: (event: string, fields: LogFields) => void,
  ) {}

  carryOut(order: CheckpointOrder): void {
    this.#done = this.#done.then(async () => {
      switch (order.kind) {
        case 'findCheckpoint':
          return this.deliver(await this.#find(order));
        case 'publish':
          return this.deliver(await this.#publish(order));
        case 'prune':
          return this.#prune(order);
      }
    });
  }

  /** When all is done that was ordered, and the room is free that ranks took which were ended while they wrote. */
  async close(): Promise<void> {
    await this.#done;
    // The next launch would clear it as well.
    await this.checkpoints.clear(null).catch(() => {});
  }

  async #find({ generation, damaged }: Order<'findCheckpoint'>): Promise<JobEvent> {
    try {
      await this.checkpoints.clear(attemptOf(this.jobId, generation));
      return { kind: 'checkpointFound', generation, checkpoint: await this.checkpoints.findLatest(damaged) };
    } catch (error) {
      return { kind: 'checkpointUnreadable', generation, reason: (error as Error).message };
    }
  }

  async #publish({ generation, step, head, records }: Order<'publish'>): Promise<JobEvent> {
    try {
      const draft = { step, attempt: attemptOf(this.jobId, generation) };
      const directory = await this.checkpoints.publish({ draft, head, records });
      return { kind: 'published', generation, step, directory };
    } catch (error) {
      const { code = '', message: reason } = error as Error & { code?: string };
      return { kind: 'publishFailed', generation, step, code, reason };
    }
  }

  /** What stays takes room, and does no other harm. */
  async #prune({ generation, step }: Order<'prune'>): Promise<void> {
    try {
      const keptSteps = await this.checkpoints.prune({ step, attempt: attemptOf(this.jobId, generation) });
      this.deliver({ kind: 'pruned', generation, keptSteps });
    } catch (error) {
      this.warn('old-checkpoints-stay', { step, reason: (error as Error).message });
    }
  }
}
