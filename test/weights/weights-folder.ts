/** Weights of a tiny network in each format, and ways to spoil them. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SafetensorsFile, type TensorData, writeSafetensors } from '../../src/formats/safetensors.js';
import type { BackboneWeights } from '../../src/weights/backbone-weights.js';
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
