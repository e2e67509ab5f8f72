/** Weights of a tiny network in each format, and ways to spoil them. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PickleObject } from '../../src/formats/pickle.js';
import { SafetensorsFile, type TensorData } from '../../src/formats/safetensors.js';
import { TorchArchive, type TorchTensor } from '../../src/formats/torch-archive.js';
import type { BackboneWeights } from '../../src/weights/backbone-weights.js';
import { writeSafetensors } from '../formats/write-safetensors.js';
import { units } from '../golden-units.js';

export const heads = ['student.num_heads=3'];

export function valuesOf(weights: BackboneWeights): Map<string, Float32Array> {
  return new Map([...weights.shapes.keys()].sort().map((name) => [name, weights.read(name)]));
}

/** A copy of a Hugging Face folder whose tensors and config.json were changed. */
export function changedFolder(
  folder: string,
  model: string,
  change: { tensors?: (tensors: Map<string, TensorData>) => void; config?: object },
): string {
  const to = join(folder, `${model}-${Math.random().toString(36).slice(2)}`);
  cpSync(join(units, model), to, { recursive: true });
  const config = JSON.parse(readFileSync(join(to, 'config.json'), 'utf8'));
  writeFileSync(join(to, 'config.json'), JSON.stringify({ ...config, ...change.config }));
  const file = SafetensorsFile.open(join(units, model, 'model.safetensors'));
  const tensors = new Map(
    [...file.tensors].map(([name, { shape }]): [string, TensorData] => [
      name,
      { name, dtype: 'F32', shape, data: file.read(name, 'F32') },
    ]),
  );
  file.close();
  change.tensors?.(tensors);
  writeSafetensors(join(to, 'model.safetensors'), [...tensors.values()]);
  return to;
}

/** Released weights as safetensors, under other names; `null` leaves a tensor out. */
export function renamedWeights(path: string, rename: (name: string) => string | null, more: TensorData[] = []): string {
  const archive = TorchArchive.open(`${units}/official_backbone.pth`);
  const tensors = [...archive.root].flatMap(([name, value]): TensorData[] => {
    const tensor = (value as PickleObject).value as TorchTensor;
    const given = rename(String(name));
    return given === null ? [] : [{ name: given, dtype: 'F32', shape: tensor.shape, data: archive.read(tensor) }];
  });
  archive.close();
  writeSafetensors(path, [...tensors, ...more]);
  return path;
}

export function oneTensor(name: string, ...shape: number[]): TensorData {
  return { name, dtype: 'F32', shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) };
}
