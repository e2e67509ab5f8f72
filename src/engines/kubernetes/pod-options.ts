import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { UsageError } from '../../errors/usage-error.js';
import type { KubeObject, PodSpec } from './objects.js';

/** A PersistentVolumeClaim, and where it is seen in every pod of a run. */
export interface VolumeOption {
  claim: string;
  path: string;
}

/** What pods of a run are to be like; but for image and volumes, those of agents. */
export interface PodOptions {
  image: string;
  volumes: readonly VolumeOption[];
  /** Of agents' pods: a queue of Kueue, for example. */
  labels: Readonly<Record<string, string>>;
  /** That an agent's pod asks for: {"cpu": "8", "nvidia.com/gpu": "8"}. */
  resources: Readonly<Record<string, string>>;
  /** No two agents on one node. */
  spread: boolean;
  /** What agents' pods have besides; null: nothing. */
  template: PodTemplate | null;
}

export interface PodTemplate {
  metadata?: KubeObject['metadata'];
  spec: Partial<PodSpec>;
}

export const AGENT_CONTAINER = 'agent';

/** What is the engine's own in the container `agent`. */
const OURS = ['command', 'args'] as const;

/** @throws UsageError where it is no Pod, or says what is not its to say */
export function readPodTemplate(path: string): PodTemplate {
  const wrong = (what: string, cause?: unknown) =>
    new UsageError('BAD_OPTION', `--pod-template ${path} ${what}`, { cause });
  let content: unknown;
  try {
    content = parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw wrong(`cannot be read: ${(cause as Error).message}`, cause);
  }
  const { kind, spec, metadata } = (content ?? {}) as { kind?: string; spec?: unknown; metadata?: unknown };
  if (
    typeof content !== 'object' ||
    (kind !== undefined && kind !== 'Pod') ||
    typeof spec !== 'object' ||
    spec === null
  )
    throw wrong(
      `is ${kind ?? 'no object of Kubernetes'}, expected a Pod: metadata, and spec with what agents' pods are to have`,
    );
  const template = { spec, ...(metadata !== undefined && { metadata }) } as PodTemplate;
  const agent = template.spec.containers?.find(({ name }) => name === AGENT_CONTAINER);
  const foreign = OURS.find((field) => agent?.[field] !== undefined);
  if (foreign !== undefined) throw wrong(`sets ${foreign} of the container "agent", which is Dinofleet's own`);
  return template;
}
