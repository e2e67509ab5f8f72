import assert from 'node:assert/strict';
import type { Draft, ShardStore, ShardWriter } from '../../src/checkpoint/shard-store.js';

/**
 * A store as an object store would be: whole objects by their keys, which can be put, got in ranges, listed and deleted, and are never
 * renamed. A checkpoint is an object that names its draft, put last.
 */
export class ObjectStore implements ShardStore {
  readonly place = 'objects://bucket/run';
  readonly objects = new Map<string, Uint8Array>();

  async create(draft: Draft, file: string): Promise<ShardWriter> {
    const pieces: Uint8Array[] = [];
    return {
      write: async (bytes) => void pieces.push(Uint8Array.from(bytes)),
      sync: async () => {},
      close: async () => void this.objects.set(`${prefixOf(draft)}${file}`, Buffer.concat(pieces)),
    };
  }

  async bytesOf(draft: Draft, file: string): Promise<number | null> {
    return this.objects.get(`${prefixOf(draft)}${file}`)?.length ?? null;
  }

  async read(draft: Draft, file: string, start: number, end: number): Promise<Uint8Array> {
    return this.objects.get(`${prefixOf(draft)}${file}`)!.slice(start, end);
  }

  async draftBytes(draft: Draft): Promise<number> {
    return this.keys(prefixOf(draft)).reduce((sum, key) => sum + this.objects.get(key)!.length, 0);
  }

  async freeBytes(): Promise<number> {
    return Number.POSITIVE_INFINITY;
  }

  async discard(draft: Draft, file: string): Promise<void> {
    this.objects.delete(`${prefixOf(draft)}${file}`);
  }

  async publish(draft: Draft, manifest: string): Promise<string> {
    this.objects.set(`${prefixOf(draft)}manifest.json`, Buffer.from(manifest));
    this.objects.set(`checkpoints/${draft.step}`, Buffer.from(prefixOf(draft)));
    return `${this.place}/checkpoints/${draft.step}`;
  }

  async holds(step: number, manifest: string): Promise<boolean> {
    const prefix = this.objects.get(`checkpoints/${step}`);
    const there = prefix && this.objects.get(`${Buffer.from(prefix).toString()}manifest.json`);
    return there !== undefined && Buffer.from(there).toString() === manifest;
  }

  directoryOf(step: number): string {
    return `${this.place}/checkpoints/${step}`;
  }

  async pointLatest({ step }: Draft): Promise<void> {
    this.objects.set('latest', Buffer.from(String(step)));
  }

  async steps(): Promise<number[]> {
    return this.keys('checkpoints/').map((key) => Number(key.slice('checkpoints/'.length)));
  }

  async retire(steps: readonly number[]): Promise<void> {
    for (const step of steps) {
      const prefix = Buffer.from(this.objects.get(`checkpoints/${step}`)!).toString();
      this.objects.delete(`checkpoints/${step}`);
      for (const key of this.keys(prefix)) this.objects.delete(key);
    }
  }

  async clear(stays: (draft: Draft) => boolean): Promise<void> {
    const published = this.keys('checkpoints/').map((key) => Buffer.from(this.objects.get(key)!).toString());
    for (const key of this.keys('shards/')) {
      const [, step, attempt] = /^shards\/(\d+)\/([^/]+)\//.exec(key) ?? assert.fail(key);
      const draft = { step: Number(step), attempt: attempt! };
      if (!published.includes(prefixOf(draft)) && !stays(draft)) this.objects.delete(key);
    }
  }

  private keys(prefix: string): string[] {
    return [...this.objects.keys()].filter((key) => key.startsWith(prefix));
  }
}

function prefixOf({ step, attempt }: Draft): string {
  return `shards/${step}/${attempt}/`;
}
