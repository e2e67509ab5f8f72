import { PickleObject } from '../formats/pickle.js';
import { type TorchArchive, TorchTensor } from '../formats/torch-archive.js';
import { HEAD_NAMES, type HeadName } from './backbone-weights.js';
import { WeightsError } from './weights-error.js';

export interface ReleasedTensors {
  /** By their names in a backbone of its own; empty where there is none. */
  backbone: Map<string, TorchTensor>;
  /** Those that are saved beside the backbone. */
  heads: Partial<Record<HeadName, Map<string, TorchTensor>>>;
}

/**
 * The tensors of backbone and heads in what the released code saves: a state dict of the backbone alone, or of several
 * sub-modules below "teacher" or "model". Of both networks the teacher's are taken.
 * @throws WeightsError where two have one name
 * Source: DINOv2 train/train.py `do_test`, fsdp/__init__.py, layers/block.py `BlockChunk`
 */
export function releasedTensors({ path, root }: TorchArchive): ReleasedTensors {
  const outer = root.get('teacher') ?? root.get('model') ?? root;
  const tensors = [...(outer instanceof Map ? outer : root)].flatMap(([key, value]): [string, TorchTensor][] =>
    value instanceof PickleObject && value.value instanceof TorchTensor
      ? [[String(key).replace(/^module\./, ''), value.value]]
      : [],
  );
  const below = (prefix: string) =>
    tensors.flatMap(([key, tensor]): [string, TorchTensor][] =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), tensor]] : [],
    );
  const network = ['teacher.', ''].find((start) => below(`${start}backbone.`).length > 0);
  const backbone = new Map<string, TorchTensor>();
  for (const [key, tensor] of network === undefined ? tensors : below(`${network}backbone.`)) {
    const name = unchunked(key);
    if (backbone.has(name))
      throw new WeightsError('WEIGHTS_INVALID', `${path}: two tensors are ${name}, in a chunk of blocks and not`);
    backbone.set(name, tensor);
  }
  const heads: ReleasedTensors['heads'] = {};
  for (const name of network === undefined ? [] : HEAD_NAMES) {
    const head = below(`${network}${name}.`);
    if (head.length > 0) heads[name] = new Map(head);
  }
  return { backbone, heads };
}

/** Blocks are counted through, also where they are kept in chunks: `blocks.0.3.` is the same as `blocks.3.`. */
export function unchunked(name: string): string {
  return name.replace(/(^|\.)blocks\.\d+\.(\d+)\./, '$1blocks.$2.');
}
