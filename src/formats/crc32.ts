import { crc32 as checksum } from 'node:zlib';

/**
 * The checksum of zip and PNG, and of checkpoints: finds every change that lies within 32 bits.
 * @param start the checksum of what came before
 */
export function crc32(bytes: Uint8Array, start = 0): number {
  return checksum(bytes, start);
}

const digits = 8;

export function crc32Hex(crc: number): string {
  return crc.toString(16).padStart(digits, '0');
}

/** Checksums one after the other, eight digits each. null where it is no such text. */
export function parseCrc32Hex(text: unknown): Uint32Array | null {
  if (typeof text !== 'string' || !/^(?:[0-9a-f]{8})*$/.test(text)) return null;
  return Uint32Array.from({ length: text.length / digits }, (_, i) =>
    Number.parseInt(text.slice(digits * i, digits * (i + 1)), 16),
  );
}
