import type { KubeClient } from './kube-client.js';
import type { KubeObject, Pod } from './objects.js';

interface Event extends KubeObject {
  type?: string;
  reason?: string;
  message?: string;
  involvedObject: { uid?: string };
  lastTimestamp?: string | null;
  eventTime?: string | null;
}

/** What a pod's status does not tell: a volume that is not there, a network that cannot be made. null where nothing of it is known. */
export async function lastWarning(client: KubeClient, { metadata }: Pod): Promise<string | null> {
  const { namespace, uid } = metadata;
  try {
    const fieldSelector = `involvedObject.uid=${uid},type=Warning`;
    const { items } = await client.get<{ items: Event[] }>(`/api/v1/namespaces/${namespace}/events`, { fieldSelector });
    const ofPod = items.filter(({ involvedObject, type }) => involvedObject.uid === uid && type === 'Warning');
    const last = ofPod.sort((a, b) => timeOf(a) - timeOf(b)).at(-1);
    return last === undefined ? null : `${last.reason}: ${last.message}`;
  } catch {
    return null;
  }
}

function timeOf({ lastTimestamp, eventTime, metadata }: Event): number {
  return Date.parse(lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? '') || 0;
}
