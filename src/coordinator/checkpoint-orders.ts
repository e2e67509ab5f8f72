import type { LogFields } from '../log/log-line.js';
import { attemptOf } from '../run/layout.js';
import type { JobAction } from './job/job-action.js';
import type { JobEvent } from './job/job-event.js';
import type { CheckpointKeeper, Draft } from './prepare.js';

export type CheckpointOrder = Extract<JobAction, { kind: 'findCheckpoint' | 'publish' | 'prune' | 'discardSave' }>;
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
          return this.#tidy(order.step, this.checkpoints.prune(order.snapshot, this.#draftOf(order)));
        case 'discardSave':
          return this.#tidy(order.step, this.checkpoints.discard(order.snapshot, this.#draftOf(order)));
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

  async #publish(order: Order<'publish'>): Promise<JobEvent> {
    const { generation, step, snapshot, head, records } = order;
    try {
      const directory = await this.checkpoints.publish({ snapshot, draft: this.#draftOf(order), head, records });
      return { kind: 'published', generation, step, snapshot, directory };
    } catch (error) {
      const { code = '', message: reason } = error as Error & { code?: string };
      return { kind: 'publishFailed', generation, step, snapshot, code, reason };
    }
  }

  /** What stays takes room, and does no other harm. */
  async #tidy(step: number, removed: Promise<void>): Promise<void> {
    await removed.catch((error: Error) => this.warn('old-saves-stay', { step, reason: error.message }));
  }

  #draftOf({ generation, step }: { generation: number; step: number }): Draft {
    return { step, attempt: attemptOf(this.jobId, generation) };
  }
}
