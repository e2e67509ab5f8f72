import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stringify } from 'yaml';
import { partOf, readIdentityFile } from '../certificates/identity.js';
import { openRunFleet } from '../certificates/run-fleet.js';
import { givenSources } from '../data/sources/given-source.js';
import { commandInPod } from '../engines/kubernetes/command-in-pod.js';
import { openKubeconfig } from '../engines/kubernetes/credentials.js';
import { jobEnd } from '../engines/kubernetes/job-state.js';
import { KubeClient } from '../engines/kubernetes/kube-client.js';
import { KubeError } from '../engines/kubernetes/kube-error.js';
import { api, type Job, type KubeObject } from '../engines/kubernetes/objects.js';
import type { PodOptions } from '../engines/kubernetes/pod-options.js';
import { OUTPUT_ANNOTATION, RUN_LABEL, runNameOf } from '../engines/kubernetes/run-labels.js';
import { CONFIG_FOLDER, ownedBy, type RunRequest, runObjects } from '../engines/kubernetes/run-objects.js';
import { UsageError } from '../errors/usage-error.js';
import { logLine } from '../log/log-line.js';
import { isS3Place } from '../objects/s3-place.js';
import { runKey } from '../run/run-key.js';
import { shellWord } from '../system/shell-word.js';
import type { FleetParts } from './fleet-parts.js';
import { followRun } from './follow-run.js';
import type { HostOptions } from './host-job.js';
import { type KeyOptions, overridesOf } from './key-options.js';
import { type EngineOptions, OF_SLURM, OF_SSH, podOptions, refuseForeign } from './open-engine.js';

/** Where the coordinator listens in its pod, where none is given: nobody else is there. */
const PORT = 7300;
const METRICS_PORT = 9400;
const RECIPE = 'recipe.yaml';
const TEMPLATE = 'pod-template.yaml';

/**
 * Submits a run to the cluster of the kubeconfig, in which the same launch is made in a pod, and follows it but with --detach.
 * @returns the exit code
 * @throws errors with a code where it could not begin, or the cluster does not take it
 */
export async function submitRun(
  parts: Pick<FleetParts, 'loadConfig'>,
  file: string,
  overrides: readonly string[],
  options: EngineOptions & HostOptions & { detach: boolean },
): Promise<number> {
  refuseForeign(options, [...OF_SSH, ...OF_SLURM]);
  const pods = await podOptions(options);
  const outputDir = checkedOutputDir(parts, file, overrides, options, pods);
  if (options.network === undefined)
    throw new UsageError(
      'NETWORK_NEEDED',
      "agents are to come in pods, and no network is named for what workers exchange: it travels in clear. Give --network, the cluster's pod network (10.0.0.0/8), or a private one that all pods are in besides",
    );
  if (options.host !== undefined)
    throw new UsageError(
      'BAD_OPTION',
      `--host is ${options.host}, and a coordinator in a pod listens on the address of its pod`,
    );
  const access = openKubeconfig();
  const namespace = options.namespace ?? access.namespace;
  const run = runNameOf(outputDir);
  const given = options.certificate;
  const fleet = given === undefined ? await openRunFleet(runKey(`${access.server.origin}/${namespace}/${run}`)) : null;
  const identities = readIdentityFile(given ?? fleet!.path, '--certificate');
  const { podTemplate, port, metricsPort } = options;
  const request: RunRequest = {
    run,
    namespace,
    outputDir,
    options: pods,
    serviceAccount: options.serviceAccount ?? null,
    files: {
      [RECIPE]: readFileSync(file, 'utf8'),
      ...(podTemplate !== undefined && { [TEMPLATE]: readFileSync(podTemplate, 'utf8') }),
    },
    certificates: {
      coordinator: partOf(identities, ['coordinator', 'agent', 'worker']),
      agent: partOf(identities, ['agent', 'worker']),
    },
    port: port || PORT,
    metricsPort: metricsPort || METRICS_PORT,
    args: commandInPod(process.argv.slice(2), {
      run,
      config: { given: file, path: `${CONFIG_FOLDER}/${RECIPE}` },
      template: podTemplate === undefined ? null : `${CONFIG_FOLDER}/${TEMPLATE}`,
    }),
  };
  if (options.dryRun === true) {
    process.stdout.write(asYaml(runObjects(request)));
    return 0;
  }
  const client = new KubeClient(access);
  await submit(client, request).catch((error) => {
    fleet?.abandon();
    throw error;
  });
  const kubectl = `kubectl --namespace ${shellWord(namespace)}`;
  const next = { follow: `${kubectl} logs --follow job/${run}`, stop: `${kubectl} delete job ${run}` };
  logLine('info', 'job-submitted', { job: run, namespace, output_dir: outputDir, certificate: given ?? fleet!.path });
  if (options.detach) {
    logLine('info', 'job-left', { job: run, reason: '--detach', ...next });
    return 0;
  }
  const code = await followRun(client, { run, namespace }, next);
  fleet?.remove();
  return code;
}

/** What is wrong with it is to be said now, and not when a pod has come to it. @returns the output directory */
function checkedOutputDir(
  parts: Pick<FleetParts, 'loadConfig'>,
  file: string,
  overrides: readonly string[],
  options: KeyOptions,
  { volumes }: PodOptions,
): string {
  const { train } = parts.loadConfig(file, [...overrides, ...overridesOf(options)]);
  const places = [
    ['train.output_dir', train.output_dir],
    ...givenSources(train.dataset_path).map(({ path }) => ['train.dataset_path', path]),
  ] as [string, string][];
  for (const [key, path] of places)
    if (!isAbsolute(path) && !isS3Place(path))
      throw new UsageError(
        'BAD_OPTION',
        `${key} is ${path}, expected an absolute path, as the pods of --on kubernetes see it`,
      );
  const isKept = volumes.some(
    ({ path }) => train.output_dir === path || train.output_dir.startsWith(`${path.replace(/\/$/, '')}/`),
  );
  if (isKept) return train.output_dir;
  const has = volumes.map(({ path }) => path).join(', ') || 'none';
  throw new UsageError(
    'BAD_OPTION',
    `train.output_dir is ${train.output_dir}, and is on no volume (${has}): what pods write elsewhere goes with them. Give --volume CLAIM:PATH, with a claim that all pods may write to (ReadWriteMany)`,
  );
}

function asYaml(objects: readonly KubeObject[]): string {
  return objects.map((object) => stringify(object, { lineWidth: 0 })).join('---\n');
}

/** Makes all objects of a run, or none. */
async function submit(client: KubeClient, request: RunRequest): Promise<void> {
  const { run, namespace } = request;
  await makeRoom(client, request);
  const [job, ...others] = runObjects(request);
  const suspended = (suspend: boolean) => ({ spec: { ...(suspend && (job as Job).spec), suspend } });
  const { metadata } = await client.create<Job>(api.jobs(namespace), { ...job, ...suspended(true) });
  const owner = { apiVersion: 'batch/v1', kind: 'Job', name: run, uid: metadata.uid! };
  try {
    for (const object of others) await client.create(pathOf(object, namespace), ownedBy(owner, object));
    await client.patch(api.job(namespace, run), suspended(false));
  } catch (error) {
    await client.delete(api.job(namespace, run), { propagationPolicy: 'Background' }).catch(() => {});
    throw error;
  }
}

/** How long what is left of a run before may take to go. */
const ROOM_MS = 60_000;
const LOOK_MS = 500;

/** Removes the objects of the run before, if it is over. @throws UsageError where it is not */
async function makeRoom(client: KubeClient, { run, namespace, outputDir }: RunRequest): Promise<void> {
  const path = api.job(namespace, run);
  const deadlineMs = performance.now() + ROOM_MS;
  for (let isAsked = false; ; await pause(LOOK_MS)) {
    const there = await client.get<Job>(path).catch((error) => {
      if (error instanceof KubeError && error.isMissing) return null;
      throw error;
    });
    if (there === null) return;
    const kubectl = `kubectl --namespace ${shellWord(namespace)}`;
    const itsOutput = there.metadata.annotations?.[OUTPUT_ANNOTATION];
    if (itsOutput !== outputDir)
      throw new UsageError(
        'RUN_EXISTS',
        `the Job ${run} in namespace ${namespace} is that of ${itsOutput ?? 'something else'}, and not of ${outputDir}: give the output directory another name, or remove it: ${kubectl} delete job ${run}`,
      );
    if (jobEnd(there) === null && there.metadata.deletionTimestamp === undefined)
      throw new UsageError(
        'RUN_EXISTS',
        `the Job ${run} is at work in namespace ${namespace}; to follow it: ${kubectl} logs --follow job/${run}; to end it with a checkpoint: ${kubectl} delete job ${run}`,
      );
    if (performance.now() > deadlineMs)
      throw new KubeError(
        `the Job ${run} of before has not gone for ${ROOM_MS / 1000} s: ${kubectl} get job,pods -l ${RUN_LABEL}=${run}`,
        null,
      );
    if (!isAsked) logLine('info', 'job-replaced', { job: run, reason: 'it is over' });
    if (!isAsked) await client.delete(path, { propagationPolicy: 'Foreground' });
    isAsked = true;
  }
}

const RESOURCES: Record<string, string> = {
  ServiceAccount: 'serviceaccounts',
  Role: 'roles',
  RoleBinding: 'rolebindings',
  Service: 'services',
  ConfigMap: 'configmaps',
  Secret: 'secrets',
};

/** Where an object of its kind is made. */
function pathOf({ apiVersion, kind }: KubeObject, namespace: string): string {
  const group = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  return `${group}/namespaces/${namespace}/${RESOURCES[kind!]}`;
}
