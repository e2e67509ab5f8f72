import { isAbsolute } from 'node:path';
import { InvalidArgumentError } from 'commander';
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

export const CERTIFICATE_HELP = 'file of "dinofleet certs issue": who this machine is to the others';
