import { CheckpointError } from './checkpoint-error.js';
import { PickleObject } from './pickle.js';
import { type TorchArchive, TorchTensor } from './torch-archive.js';

/**
 * The backbone's tensors in what the released code saves: a state dict of the backbone alone, or of several sub-modules
 * below "teacher" or "model". Of both networks the teacher's is taken.
 * @returns by their names in a backbone of its own; empty where there is none
 * @throws CheckpointError where two have one name
 * Source: DINOv2 train/train.py `do_test`, fsdp/__init__.py, layers/block.py `BlockChunk`
 */
export function releasedBackbone({ path, root }: TorchArchive): Map<string, TorchTensor> {
  const outer = root.get('teacher') ?? root.get('model') ?? root;
  const tensors = [...(outer instanceof Map ? outer : root)].flatMap(([key, value]): [string, TorchTensor][] =>
    value instanceof PickleObject && value.value instanceof TorchTensor
      ? [[String(key).replace(/^module\./, ''), value.value]]
      : [],
  );
  const prefix = ['teacher.backbone.', 'backbone.', ''].find((start) => tensors.some(([key]) => key.startsWith(start)));
  const backbone = new Map<string, TorchTensor>();
  for (const [key, tensor] of tensors) {
    if (prefix === undefined || !key.startsWith(prefix)) continue;
    const name = unchunked(key.slice(prefix.length));
    if (backbone.has(name))
      throw new CheckpointError('WEIGHTS_INVALID', `${path}: two tensors are ${name}, in a chunk of blocks and not`);
    backbone.set(name, tensor);
  }
  return backbone;
}

/** Blocks are counted through, also where they are kept in chunks: `blocks.0.3.` is the same as `blocks.3.`. */
export function unchunked(name: string): string {
  return name.replace(/(^|\.)blocks\.\d+\.(\d+)\./, '$1blocks.$2.');
}
