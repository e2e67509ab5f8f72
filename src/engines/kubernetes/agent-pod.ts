import { createHash } from 'node:crypto';
import type { EnvironmentVariable, OwnerReference, Pod, PodSpec } from './objects.js';
import { AGENT_CONTAINER, type PodOptions, type PodTemplate } from './pod-options.js';
import { labelsOf, MADE_OF_ANNOTATION, PART_LABEL, RUN_LABEL, SLOT_LABEL } from './run-labels.js';

/** Within a pod: where its Secret is seen, and where a copy is that only its user reads. */
const CERTIFICATES = '/etc/dinofleet/certificates';
const PRIVATE = '/run/dinofleet';
/** An unprivileged user's, in the image of cluster/docker. */
export const IMAGE_GROUP = 1000;

export const certificatesName = (run: string) => `${run}-certificates`;

export interface AgentPods {
  run: string;
  options: PodOptions;
  /** HOST:PORT that agents dial. */
  coordinator: string;
  /** With them the pods are removed. */
  owners: readonly OwnerReference[];
}

/** A pod for an agent, as it is created. Its name is the agent's place. */
export function agentPod(pods: AgentPods, slot: number): Pod {
  const { metadata, ...pod } = withoutSlot(pods);
  return {
    ...pod,
    metadata: {
      ...metadata,
      generateName: `${pods.run}-${slot}-`,
      labels: { ...metadata.labels, [SLOT_LABEL]: String(slot) },
      annotations: { ...metadata.annotations, [MADE_OF_ANNOTATION]: madeOf(pods) },
      ownerReferences: [...pods.owners],
    },
  };
}

/** Names what all pods of agents have alike. */
export function madeOf(pods: AgentPods): string {
  return createHash('sha256')
    .update(JSON.stringify(withoutSlot(pods)))
    .digest('hex')
    .slice(0, 16);
}

function withoutSlot({ run, options, coordinator }: AgentPods): Pod {
  const { image, labels, resources, spread, template } = options;
  const { containers = [], ...spec }: PodTemplate['spec'] = template?.spec ?? {};
  const given = containers.find(({ name }) => name === AGENT_CONTAINER);
  const volumes = volumesOf(run, options, 'agent');
  const certificate = certificateCopy('agent');
  const dial = ['--coordinator', coordinator, '--certificate', certificate.path];
  // Kubernetes puts the name in.
  const agent = ['dinofleet', 'agent', ...dial, '--place', '$(POD_NAME)', '--leave-when-told'];
  const extended = Object.keys(resources).filter((name) => name.includes('/'));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      labels: { ...template?.metadata?.labels, ...labels, ...labelsOf(run, 'agent') },
      ...(template?.metadata?.annotations && { annotations: template.metadata.annotations }),
    },
    spec: {
      ...POD_DEFAULTS,
      automountServiceAccountToken: false,
      // Longer than a save takes: the node leaves with the next checkpoint.
      terminationGracePeriodSeconds: 60,
      ...(spread && { affinity: apart(run) }),
      ...spec,
      // An agent that was killed comes back in its pod, which keeps its place on the node and what is in /dev/shm.
      restartPolicy: 'OnFailure',
      tolerations: [
        ...(spec.tolerations ?? []),
        ...['not-ready', 'unreachable'].map((taint) => ({
          key: `node.kubernetes.io/${taint}`,
          operator: 'Exists',
          effect: 'NoExecute',
          tolerationSeconds: LOST_NODE_SECONDS,
        })),
        ...extended.map((key) => ({ key, operator: 'Exists', effect: 'NoSchedule' })),
      ],
      volumes: [...(spec.volumes ?? []), ...volumes.map(({ volume }) => volume)],
      containers: [
        {
          ...CONTAINER_DEFAULTS,
          ...given,
          name: AGENT_CONTAINER,
          image,
          command: [...certificate.command, ...agent],
          env: [...(given?.env ?? []), fieldVariable('POD_NAME', 'metadata.name')],
          resources: resourcesOf(resources, given?.resources),
          volumeMounts: [...(given?.volumeMounts ?? []), ...volumes.map(({ mount }) => mount)],
        },
        ...containers.filter(({ name }) => name !== AGENT_CONTAINER),
      ],
    },
  };
}

/** Kubernetes takes a pod for lost so long after its node. */
export const LOST_NODE_SECONDS = 30;

/** Of every pod; what namespaces with the policy "restricted" ask for. Source: kubernetes.io, "Pod Security Standards" */
export const POD_DEFAULTS = {
  enableServiceLinks: false,
  // The first process of a pod is Kubernetes' own then, which waits for processes that lost theirs.
  shareProcessNamespace: true,
  securityContext: {
    runAsNonRoot: true,
    fsGroup: IMAGE_GROUP,
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  },
} as const;

export const CONTAINER_DEFAULTS = {
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  // The last words of one that failed are in its pod's status.
  terminationMessagePolicy: 'FallbackToLogsOnError',
} as const;

/** What a pod's containers are told of it. */
export function fieldVariable(name: string, fieldPath: string): EnvironmentVariable {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}

interface MountedVolume {
  volume: { name: string; [source: string]: unknown };
  mount: { name: string; mountPath: string; readOnly?: boolean };
}

/** What every pod of a run sees. @param part whose certificates these are */
export function volumesOf(run: string, { volumes }: Pick<PodOptions, 'volumes'>, part: string): MountedVolume[] {
  const secret = {
    secretName: certificatesName(run),
    defaultMode: 0o440,
    items: [{ key: `${part}.pem`, path: `${part}.pem` }],
  };
  return [
    ...volumes.map(({ claim, path }, i) => ({
      volume: { name: `volume-${i}`, persistentVolumeClaim: { claimName: claim } },
      mount: { name: `volume-${i}`, mountPath: path },
    })),
    {
      volume: { name: 'certificates', secret },
      mount: { name: 'certificates', mountPath: CERTIFICATES, readOnly: true },
    },
    { volume: { name: 'private', emptyDir: { medium: 'Memory' } }, mount: { name: 'private', mountPath: PRIVATE } },
    // Kubernetes gives 64 MiB otherwise; batches and snapshots lie there.
    { volume: { name: 'shm', emptyDir: { medium: 'Memory' } }, mount: { name: 'shm', mountPath: '/dev/shm' } },
  ];
}

/** A command's beginning that has the certificates where nobody else reads them, which Kubernetes cannot do for one user alone. */
export function certificateCopy(part: string): { command: string[]; path: string } {
  const path = `${PRIVATE}/${part}.pem`;
  const script = 'install -m 600 "$0" "$1" && shift && exec "$@"';
  return { command: ['/bin/sh', '-c', script, `${CERTIFICATES}/${part}.pem`, path], path };
}

/** All is asked for, and nothing but processor time may be used beyond that. */
function resourcesOf(wanted: PodOptions['resources'], given: PodSpec['containers'][number]['resources']) {
  const { cpu, ...limited } = wanted;
  return {
    requests: { ...given?.requests, ...limited, ...(cpu !== undefined && { cpu }) },
    limits: { ...given?.limits, ...limited },
  };
}

function apart(run: string): object {
  const labelSelector = { matchLabels: { [RUN_LABEL]: run, [PART_LABEL]: 'agent' } };
  const term = { topologyKey: 'kubernetes.io/hostname', labelSelector };
  return { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
}
