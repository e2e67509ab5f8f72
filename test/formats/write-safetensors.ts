import { safetensorsPieces, type TensorData } from '../../src/formats/safetensors.js';
import { writeFileWhole } from '../../src/system/atomic-file.js';

export function writeSafetensors(
  path: string,
  tensors: readonly TensorData[],
  metadata: Readonly<Record<string, string>> = {},
): void {
  writeFileWhole(path, safetensorsPieces(tensors, metadata));
}
