import {
  CONTAINER_DEFAULTS,
  certificateCopy,
  certificatesName,
  fieldVariable,
  LOST_NODE_SECONDS,
  POD_DEFAULTS,
  volumesOf,
} from './agent-pod.js';
import type { KubeObject, ObjectMeta, OwnerReference } from './objects.js';
import { PERMISSIONS, ruleOf } from './permissions.js';
import type { PodOptions } from './pod-options.js';
import { labelsOf, OUTPUT_ANNOTATION } from './run-labels.js';

/** What is submitted for a run. */
export interface RunRequest {
  run: string;
  namespace: string;
  outputDir: string;
  options: PodOptions;
  /** null: one is made, with a Role of what a coordinator does. */
  serviceAccount: string | null;
  /** Files that are found in CONFIG_FOLDER: the recipe, and what else the command names. */
  files: Readonly<Record<string, string>>;
  /** PEM, by whose they are. */
  certificates: { coordinator: string; agent: string };
  port: number;
  metricsPort: number;
  /** Of `dinofleet`, the launch that is the coordinator. */
  args: readonly string[];
}

/** Where pods see the files of a run. */
export const CONFIG_FOLDER = '/etc/dinofleet/run';
export const COORDINATOR_CONTAINER = 'coordinator';

/** A Job tries so often, each time after a longer while: 10 s, 20 s, up to 6 minutes. As often as a Slurm job begins again. */
const TRIES = 10;
/** Longer than a save takes, and agents' pods to go. */
const END_SECONDS = 120;

/** All objects of a run; the first is its Job, and the others go with it. */
export function runObjects(request: RunRequest): [Job: KubeObject, ...others: KubeObject[]] {
  const { run, namespace, outputDir, serviceAccount, files, certificates, port, metricsPort } = request;
  const meta = (name: string): ObjectMeta => ({ name, namespace, labels: labelsOf(run, 'coordinator') });
  const account = serviceAccount ?? run;
  const access: KubeObject[] = [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta(run) },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: meta(run),
      rules: PERMISSIONS.map((permission) => ruleOf(permission, run)),
    } as KubeObject,
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: meta(run),
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: run },
      subjects: [{ kind: 'ServiceAccount', name: run, namespace }],
    } as KubeObject,
  ];
  const service = {
    // Names the one pod, wherever it is: agents dial again where they find the next one.
    clusterIP: 'None',
    publishNotReadyAddresses: true,
    selector: labelsOf(run, 'coordinator'),
    ports: [
      { name: 'coordinator', port, targetPort: port },
      { name: 'metrics', port: metricsPort, targetPort: metricsPort },
    ],
  };
  const pem = { 'coordinator.pem': certificates.coordinator, 'agent.pem': certificates.agent };
  return [
    jobOf(request, account, { ...meta(run), annotations: { [OUTPUT_ANNOTATION]: outputDir } }),
    ...(serviceAccount === null ? access : []),
    { apiVersion: 'v1', kind: 'Service', metadata: meta(run), spec: service } as KubeObject,
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: meta(run), data: { ...files } } as KubeObject,
    { apiVersion: 'v1', kind: 'Secret', metadata: meta(certificatesName(run)), stringData: pem } as KubeObject,
  ];
}

function jobOf(
  { run, options, port, metricsPort, args }: RunRequest,
  account: string,
  metadata: ObjectMeta,
): KubeObject {
  const certificate = certificateCopy('coordinator');
  const volumes = volumesOf(run, options, 'coordinator');
  const config = {
    volume: { name: 'run', configMap: { name: run } },
    mount: { name: 'run', mountPath: CONFIG_FOLDER },
  };
  const mounted = [...volumes, config];
  const address = '$(POD_IP)';
  const command = [
    ...certificate.command,
    'dinofleet',
    ...args.map(literal),
    ...['--certificate', certificate.path],
    ...['--host', address, '--port', String(port), '--metrics-host', address, '--metrics-port', String(metricsPort)],
  ];
  const metrics = { httpGet: { path: '/metrics', port: 'metrics' }, timeoutSeconds: 5 };
  const template = {
    metadata: { labels: labelsOf(run, 'coordinator') },
    spec: {
      ...POD_DEFAULTS,
      serviceAccountName: account,
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: END_SECONDS,
      tolerations: ['not-ready', 'unreachable'].map((taint) => ({
        key: `node.kubernetes.io/${taint}`,
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: LOST_NODE_SECONDS,
      })),
      volumes: mounted.map(({ volume }) => volume),
      containers: [
        {
          ...CONTAINER_DEFAULTS,
          name: COORDINATOR_CONTAINER,
          image: options.image,
          command,
          env: [fieldVariable('POD_NAME', 'metadata.name'), fieldVariable('POD_IP', 'status.podIP')],
          ports: [
            { name: 'coordinator', containerPort: port },
            { name: 'metrics', containerPort: metricsPort },
          ],
          // Images are listed before anybody is listened to.
          startupProbe: { ...metrics, periodSeconds: 5, failureThreshold: 720 },
          readinessProbe: { ...metrics, periodSeconds: 10 },
          livenessProbe: { ...metrics, periodSeconds: 10, failureThreshold: 6 },
          resources: { requests: { cpu: '500m', memory: '512Mi' } },
          volumeMounts: mounted.map(({ mount }) => mount),
        },
      ],
    },
  };
  const spec = {
    backoffLimit: TRIES,
    // On a node that is lost a pod never ends: another one takes its place when it is to.
    podReplacementPolicy: 'TerminatingOrFailed',
    template,
  };
  return { apiVersion: 'batch/v1', kind: 'Job', metadata, spec } as KubeObject;
}

/** As Kubernetes leaves it: it puts variables in where it finds $(NAME). */
function literal(word: string): string {
  return word.replaceAll('$(', '$$$$(');
}

/** Objects that go with another one. */
export function ownedBy(owner: OwnerReference, object: KubeObject): KubeObject {
  return { ...object, metadata: { ...object.metadata, ownerReferences: [owner] } };
}
