/** .pth files as torch.save would make them, and as an attacker would. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { zipPieces } from '../../src/formats/zip-writer.js';

/** A folder that goes with the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dinofleet-weights-'));
  after(() => rmSync(folder, { recursive: true }));
  return folder;
}

export function zip(entries: Record<string, Uint8Array | string>): Buffer {
  const pairs = Object.entries(entries).map(([name, data]) => ({ name, data: Buffer.from(data) }));
  return Buffer.concat([...zipPieces(pairs)]);
}

/** Pieces of a pickle, as pickletools spells its opcodes; text is Latin-1. */
export const pickle = {
  text: (value: string) => `X${int32(Buffer.byteLength(value))}${value}`,
  int: (value: number) => `J${int32(value)}`,
  tuple: (...items: string[]) => `(${items.join('')}t`,
  global: (module: string, name: string) => `c${module}\n${name}\n`,
  dict: (items: Record<string, string>) =>
    `}(${Object.entries(items)
      .map(([key, value]) => pickle.text(key) + value)
      .join('')}u`,
  storage: (type: string, key: string, numel: number) =>
    `${pickle.tuple(pickle.text('storage'), pickle.global('torch', type), pickle.text(key), pickle.text('cpu'), pickle.int(numel))}Q`,
  tensor: (storage: string, offset: number, shape: number[], strides: number[]) =>
    `${pickle.global('torch._utils', '_rebuild_tensor_v2')}${pickle.tuple(
      storage,
      pickle.int(offset),
      pickle.tuple(...shape.map(pickle.int)),
      pickle.tuple(...strides.map(pickle.int)),
      '\x89',
      `${pickle.global('collections', 'OrderedDict')})R`,
    )}R`,
  whole: (root: string) => Buffer.from(`\x80\x02${root}.`, 'latin1'),
};

function int32(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes.toString('latin1');
}

/** Writes an archive with this pickle and these storages. */
export function torchFile(path: string, root: string, storages: Record<string, NodeJS.TypedArray> = {}): string {
  const entries = Object.entries(storages).map(([key, { buffer, byteOffset, byteLength }]) => [
    `a/data/${key}`,
    new Uint8Array(buffer, byteOffset, byteLength),
  ]);
  writeFileSync(path, zip({ 'a/data.pkl': pickle.whole(root), ...Object.fromEntries(entries) }));
  return path;
}
