import type { KubeObject } from './objects.js';

/** By which the objects of a run in a cluster are known. The run's name is that of its Job and Service, too. */
export const RUN_LABEL = 'dinofleet.io/run';
export const PART_LABEL = 'dinofleet.io/part';
/** Of an agent's pod: which of the run's it is, counted from 0; one that is made in its place has the same. */
export const SLOT_LABEL = 'dinofleet.io/slot';
/** Of an agent's pod: what it was made of. One that was made otherwise is replaced. */
export const MADE_OF_ANNOTATION = 'dinofleet.io/made-of';

/** Of a Job: the output directory of its run, as its pods see it. */
export const OUTPUT_ANNOTATION = 'dinofleet.io/output-dir';

export type Part = 'coordinator' | 'agent';

export function labelsOf(run: string, part: Part): Record<string, string> {
  return { 'app.kubernetes.io/name': 'dinofleet', [RUN_LABEL]: run, [PART_LABEL]: part };
}

/** @param part null: all */
export function selectorOf(run: string, part: Part | null): string {
  return part === null ? `${RUN_LABEL}=${run}` : `${RUN_LABEL}=${run},${PART_LABEL}=${part}`;
}

export function isPart({ metadata }: KubeObject, part: Part): boolean {
  return metadata.labels?.[PART_LABEL] === part;
}

/** Names of a run's objects are this one, or begin with it. */
const MAX_LENGTH = 40;

export function isRunName(text: string): boolean {
  return text.length <= MAX_LENGTH && /^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(text);
}

/** The name of the run of an output directory. */
export function runNameOf(outputDir: string): string {
  const last = outputDir.split('/').filter(Boolean).at(-1) ?? '';
  const name = last.toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-');
  return `dinofleet-${name}`.slice(0, MAX_LENGTH).replace(/-+$/, '');
}

/** The host by which a run's coordinator is found from any pod of the cluster, also when it has another pod by now. */
export function coordinatorHost(run: string, namespace: string): string {
  return `${run}.${namespace}.svc`;
}
