import type { KubeClient } from './kube-client.js';

/** What a run's coordinator does in its namespace. */
export interface Permission {
  group: string;
  resource: string;
  /** Behind a slash. */
  subresource: string;
  verbs: readonly string[];
  /** Of the run's own objects alone. */
  isOfRun: boolean;
  /** What does not work without; null: nothing does. */
  without: string | null;
}

export const PERMISSIONS: readonly Permission[] = [
  {
    group: '',
    resource: 'pods',
    subresource: '',
    verbs: ['create', 'delete', 'get', 'list', 'watch'],
    isOfRun: false,
    without: null,
  },
  {
    group: '',
    resource: 'pods',
    subresource: 'status',
    verbs: ['patch'],
    isOfRun: false,
    without: "a lost node's pod that somebody holds by a finalizer, as Kueue does, stays, and keeps its quota",
  },
  {
    group: '',
    resource: 'events',
    subresource: '',
    verbs: ['list'],
    isOfRun: false,
    without: 'it is not said which volume a pod waits for',
  },
  {
    group: 'batch',
    resource: 'jobs',
    subresource: '',
    verbs: ['get', 'patch'],
    isOfRun: true,
    without: 'an error that would only repeat is met 10 times, and a coordinator whose pod is moved ends its Job',
  },
];

/** Of the whole cluster: a Role cannot give it. */
export const NODE_PERMISSION: Permission = {
  group: '',
  resource: 'nodes',
  subresource: '',
  verbs: ['list', 'watch'],
  isOfRun: false,
  without: `a lost node's pod is replaced only when Kubernetes has marked it, half a minute later (cluster/kubernetes/nodes.yaml)`,
};

export interface Lack {
  permission: Permission;
  verbs: string[];
}

/** Which of the permissions this process has not. @param run name of its Job. @throws KubeError */
export async function lackingPermissions(client: KubeClient, run: string): Promise<Lack[]> {
  const lacks = await Promise.all(
    [...PERMISSIONS, NODE_PERMISSION].map(async (permission) => {
      const asked = permission.verbs.map(async (verb) => ((await mayDo(client, permission, verb, run)) ? [] : [verb]));
      return { permission, verbs: (await Promise.all(asked)).flat() };
    }),
  );
  return lacks.filter(({ verbs }) => verbs.length > 0);
}

async function mayDo(client: KubeClient, permission: Permission, verb: string, run: string): Promise<boolean> {
  const { group, resource, subresource, isOfRun } = permission;
  const resourceAttributes = {
    ...(permission !== NODE_PERMISSION && { namespace: client.access.namespace }),
    ...(isOfRun && { name: run }),
    verb,
    group,
    resource,
    subresource,
  };
  const review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes },
  };
  const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
  const { status } = await client.create<{ status: { allowed: boolean } }>(path, review);
  return status.allowed;
}

/** As a rule of a Role. */
export function ruleOf({ group, resource, subresource, verbs, isOfRun }: Permission, run: string) {
  const named = subresource === '' ? resource : `${resource}/${subresource}`;
  return { apiGroups: [group], resources: [named], verbs: [...verbs], ...(isOfRun && { resourceNames: [run] }) };
}

export function describeLack({ permission, verbs }: Lack): string {
  const { resource, subresource } = permission;
  return `${verbs.join(', ')} ${subresource === '' ? resource : `${resource}/${subresource}`}`;
}
