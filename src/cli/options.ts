import { isAbsolute } from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { VolumeOption } from '../engines/kubernetes/pod-options.js';
import type { NodeRange } from '../engines/node-range.js';

/** Checks of option values; commander adds which option it was, and ends with exit code 2. */
export function wholeNumber(from: number, to = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= from && value <= to) return value;
    const range = to === Number.MAX_SAFE_INTEGER ? `from ${from} up` : `from ${from} to ${to}`;
    throw new InvalidArgumentError(`Expected a whole number ${range}.`);
  };
}

export const port = wholeNumber(0, 65535);

export function absolutePath(text: string): string {
  if (isAbsolute(text)) return text;
  throw new InvalidArgumentError('Expected an absolute path.');
}

/** A number of ranks, or as many as a node has devices. */
export function ranksPerNode(text: string): number | 'auto' {
  return text === 'auto' ? text : wholeNumber(1)(text);
}

/** MIN:MAX, or one number for both. */
export function nodeRange(text: string): NodeRange {
  const [, min, max] = /^(\d+)(?::(\d+))?$/.exec(text) ?? [];
  const [minNodes, maxNodes] = [Number(min), Number(max ?? min)];
  if (minNodes >= 1 && maxNodes >= minNodes) return { minNodes, maxNodes };
  throw new InvalidArgumentError('Expected MIN:MAX with 1 <= MIN <= MAX, such as 1:4.');
}

/** One of several options for sbatch, each a line of a batch script. */
export function sbatchOption(text: string, before: readonly string[] = []): string[] {
  if (/^-[^\n\r\0]+$/.test(text)) return [...before, text];
  throw new InvalidArgumentError('Expected an option of sbatch in one word, such as --partition=gpu.');
}

/** A claim and where pods see it. */
export function volumeOption(text: string, before: readonly VolumeOption[] = []): VolumeOption[] {
  const [, claim, path] = /^([a-z0-9][a-z0-9.-]*):(\/[^:]+)$/.exec(text) ?? [];
  if (claim !== undefined && path !== undefined) return [...before, { claim, path }];
  throw new InvalidArgumentError('Expected CLAIM:PATH, such as shared:/shared, with an absolute path.');
}

/** NAME=VALUE, as labels of Kubernetes have it. */
export function labelOption(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, name, value] = /^((?:[a-z0-9.-]+\/)?[A-Za-z0-9][\w.-]*)=([\w.-]*)$/.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return { ...before, [name]: value };
  throw new InvalidArgumentError('Expected NAME=VALUE, such as kueue.x-k8s.io/queue-name=research.');
}

/** NAME=QUANTITY, as resources of Kubernetes have it. */
export function resourceOption(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, name, quantity] = /^([a-z0-9][a-z0-9./-]*)=(\d+(?:\.\d+)?(?:m|[kMGTPE]|[KMGTPE]i)?)$/.exec(text) ?? [];
  if (name !== undefined && quantity !== undefined) return { ...before, [name]: quantity };
  throw new InvalidArgumentError('Expected NAME=QUANTITY, such as nvidia.com/gpu=8, cpu=16 or memory=256Gi.');
}

export const CERTIFICATE_HELP = 'file of "dinofleet certs issue": who this machine is to the others';
