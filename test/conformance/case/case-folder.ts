/** Copies of golden step cases that a test may spoil. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Dtype } from '../../../src/formats/dtype.js';
import { SafetensorsFile, type TensorData } from '../../../src/formats/safetensors.js';
import { writeSafetensors } from '../../formats/write-safetensors.js';

export function goldenCase(name: string): string {
  return join('test/golden', name);
}

/** A folder that goes with the test. */
export function caseCopy(context: TestContext, name: string): string {
  const root = mkdtempSync(join(tmpdir(), 'dinofleet-case-'));
  context.after(() => rmSync(root, { recursive: true, force: true }));
  const folder = join(root, name);
  cpSync(goldenCase(name), folder, { recursive: true });
  return folder;
}

/** Writes one of a case's safetensors files again; `change` may leave a tensor out by null. */
export function changeTensors(
  folder: string,
  file: string,
  change: (tensor: TensorData & { data: NodeJS.TypedArray }) => TensorData | null,
): void {
  const path = join(folder, file);
  const source = SafetensorsFile.open(path);
  const tensors = [...source.tensors].map(([name, { dtype: type, shape }]) => {
    const dtype = type as Dtype;
    return change({ name, dtype, shape, data: source.read(name, dtype) });
  });
  source.close();
  writeSafetensors(
    path,
    tensors.filter((tensor) => tensor !== null),
  );
}

// biome-ignore lint/suspicious/noExplicitAny: a test spoils any field.
export function changeNumbers(folder: string, change: (json: any) => void): void {
  const path = join(folder, 'expected.json');
  const json: unknown = JSON.parse(readFileSync(path, 'utf8'));
  change(json);
  writeFileSync(path, JSON.stringify(json));
}
