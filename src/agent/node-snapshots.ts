import { diskFiles } from '../checkpoint/checkpoint-files.js';
import type { StoredSnapshot } from '../checkpoint/inventory.js';
import { SnapshotKeeper } from '../checkpoint/save/snapshot-keeper.js';
import { logLine } from '../log/log-line.js';
import type { AgentCommand, Filled } from '../rpc/messages.js';

type PublishSnapshot = Extract<Filled<AgentCommand>, { kind: 'publishSnapshot' }>['publishSnapshot'];

/** The snapshots of a run in this node's memory. What is ordered of them is done in its order, one thing after the other. */
export class NodeSnapshots {
  #keeper: SnapshotKeeper | null = null;
  #done: Promise<unknown> = Promise.resolve();

  /**
   * What is there of a run.
   * @param folder empty where none are taken
   */
  look(folder: string, outputDir: string): Promise<StoredSnapshot[]> {
    return this.#inTurn(async () => {
      this.#keeper = null;
      if (folder === '') return [];
      try {
        const onSkipped = ({ message }: Error) => logLine('warn', 'snapshot-skipped', { reason: message });
        this.#keeper = await SnapshotKeeper.open(diskFiles, folder, outputDir, onSkipped);
        return await this.#keeper.stored();
      } catch (error) {
        logLine('warn', 'no-snapshots', { reason: (error as Error).message });
        return [];
      }
    });
  }

  /** @returns why it could not be, and all that are there now */
  publish({ step, attempt, ranks, head, records }: PublishSnapshot) {
    return this.#inTurn(async () => {
      if (this.#keeper === null) return { problem: 'this node has no folder for snapshots', snapshots: [] };
      let problem = '';
      try {
        await this.#keeper.publish({ draft: { step, attempt }, head, records }, ranks);
      } catch (error) {
        problem = (error as Error).message;
      }
      return { problem, snapshots: await this.#keeper.stored().catch(() => []) };
    });
  }

  /** See SnapshotKeeper. What stays takes memory, and does no other harm. */
  clear(attempt: string, failedStep: number): Promise<void> {
    return this.#tidy((keeper) => keeper.clear(attempt, failedStep));
  }

  /** At the good end of a job. */
  removeUpTo(step: number): Promise<void> {
    return this.#tidy((keeper) => keeper.removeUpTo(step));
  }

  #tidy(call: (keeper: SnapshotKeeper) => Promise<void>): Promise<void> {
    return this.#inTurn(async () => {
      try {
        if (this.#keeper !== null) await call(this.#keeper);
      } catch (error) {
        logLine('warn', 'old-snapshots-stay', { reason: (error as Error).message });
      }
    });
  }

  #inTurn<T>(call: () => Promise<T>): Promise<T> {
    const result = this.#done.then(call);
    this.#done = result.catch(() => {});
    return result;
  }
}
