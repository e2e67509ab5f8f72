import { setTimeout as pause } from 'node:timers/promises';
import type { KubeClient, WatchEvent } from './kube-client.js';
import { KubeError } from './kube-error.js';
import type { Condition, KubeObject, List } from './objects.js';

/** A watch ends by itself after so long and is begun anew: of one that is cut off nothing would be heard. */
const WATCH_SECONDS = 60;
const MARGIN_MS = 10_000;
const SHORT_MS = 500;
/** Between tries, after so many that failed in a row. */
const pauseMs = (failures: number) => Math.min(30_000, 500 * 2 ** (failures - 1));

export interface Watched<T> {
  client: KubeClient;
  path: string;
  labelSelector?: string;
  /** All that are there, by their uids: first when they have been listed, then after each change. */
  changed(objects: ReadonlyMap<string, T>): void;
  /** What is in the way; null: nothing any more. */
  problem(error: KubeError | null): void;
  signal: AbortSignal;
}

/** Keeps what objects of a kind there are, as the API server tells of every change, until the signal. Never throws. */
export async function watchObjects<T extends KubeObject>(watched: Watched<T>): Promise<void> {
  const { signal, problem } = watched;
  let failures = 0;
  /** Where to go on; null: what is there is to be listed. */
  let version: string | null = null;
  const objects = new Map<string, T>();
  const worked = () => {
    if (failures > 0) problem(null);
    failures = 0;
  };
  while (!signal.aborted) {
    try {
      if (version === null) {
        version = await list(watched, objects);
        worked();
      }
      const begunMs = performance.now();
      version = await follow(watched, objects, version, worked);
      // Whoever stands between us may end it at once.
      if (performance.now() - begunMs < SHORT_MS) await pause(SHORT_MS, undefined, { signal }).catch(() => {});
    } catch (error) {
      if (signal.aborted) return;
      // Too old: what has changed since then is not known any more.
      if (error instanceof KubeError && error.status === 410) {
        version = null;
        continue;
      }
      failures++;
      problem(error instanceof KubeError ? error : new KubeError((error as Error).message, null, { cause: error }));
      await pause(pauseMs(failures), undefined, { signal }).catch(() => {});
    }
  }
}

/** @returns the version of the list */
async function list<T extends KubeObject>(
  { client, path, labelSelector, changed }: Watched<T>,
  objects: Map<string, T>,
): Promise<string> {
  const { metadata, items } = await client.get<List<T>>(path, labelSelector === undefined ? {} : { labelSelector });
  objects.clear();
  for (const item of items) objects.set(item.metadata.uid!, item);
  changed(objects);
  return metadata.resourceVersion;
}

/** @returns the last version that was heard of. @throws KubeError 410 where what comes after it is not known any more */
async function follow<T extends KubeObject>(
  { client, path, labelSelector, changed, signal }: Watched<T>,
  objects: Map<string, T>,
  from: string,
  worked: () => void,
): Promise<string> {
  let version = from;
  const query = {
    watch: true,
    allowWatchBookmarks: true,
    timeoutSeconds: WATCH_SECONDS,
    resourceVersion: from,
    ...(labelSelector !== undefined && { labelSelector }),
  };
  for await (const line of client.lines(path, query, signal, 1000 * WATCH_SECONDS + MARGIN_MS)) {
    worked();
    const event = parseEvent<T>(line);
    if (event === null) break; // cut off in the middle: heard again, from the last version on
    const { type, object } = event;
    if (type === 'ERROR') {
      const { code = 500, message = '' } = object as unknown as { code?: number; message?: string };
      throw new KubeError(`the watch of ${path} has ended: ${message}`, code);
    }
    version = object.metadata.resourceVersion ?? version;
    if (type === 'BOOKMARK') continue;
    if (type === 'DELETED') objects.delete(object.metadata.uid!);
    else objects.set(object.metadata.uid!, object);
    changed(objects);
  }
  return version;
}

function parseEvent<T>(line: string): WatchEvent<T> | null {
  try {
    return JSON.parse(line) as WatchEvent<T>;
  } catch {
    return null;
  }
}

/** Of an object's conditions, one by its type. */
export function conditionOf(conditions: readonly Condition[] | undefined, type: string): Condition | null {
  return conditions?.find((one) => one.type === type) ?? null;
}
