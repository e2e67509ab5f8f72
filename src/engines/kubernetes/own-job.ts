import { setTimeout as pause } from 'node:timers/promises';
import { logLine } from '../../log/log-line.js';
import type { KubeClient } from './kube-client.js';
import { KubeError } from './kube-error.js';
import { api, type Job, type OwnerReference, type Pod } from './objects.js';

const AGAIN_MS = 1_000;

/** What a pod belongs to: a Job's next pod has the agents of the one before. Asked until it is known, or the signal. */
export async function ownersOf(client: KubeClient, pod: string, signal: AbortSignal): Promise<OwnerReference[]> {
  for (let tries = 0; !signal.aborted; tries++) {
    try {
      const { metadata } = await client.get<Pod>(api.pod(client.access.namespace, pod));
      const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
      const { apiVersion, kind, name, uid } = owner ?? {
        apiVersion: 'v1',
        kind: 'Pod',
        name: pod,
        uid: metadata.uid!,
      };
      return [{ apiVersion, kind, name, uid }];
    } catch (error) {
      if (tries === 0)
        logLine('warn', 'kubernetes-silent', { reason: (error as Error).message, next: 'it is asked again' });
      await pause(AGAIN_MS, undefined, { signal }).catch(() => {});
    }
  }
  return [];
}

/** Has a Job make no other pod when its present one has failed. */
export async function endJob(client: KubeClient, job: string): Promise<void> {
  try {
    await client.patch(api.job(client.access.namespace, job), { spec: { backoffLimit: 0 } });
  } catch (error) {
    if (error instanceof KubeError && error.isMissing) return;
    const reason = (error as Error).message;
    logLine('warn', 'job-not-ended', { job, reason, next: 'its Job tries it again' });
  }
}

/** Whether a Job stays; false where nobody knows. */
export async function isJobKept(client: KubeClient, job: string): Promise<boolean> {
  try {
    const { metadata } = await client.get<Job>(api.job(client.access.namespace, job));
    return metadata.deletionTimestamp === undefined;
  } catch {
    return false;
  }
}
