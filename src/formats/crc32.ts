import * as zlib from 'node:zlib';

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** The same, byte by byte: for a Node before 20.15. A tenth as fast. */
export function crc32ByTable(bytes: Uint8Array, start = 0): number {
  let crc = ~start;
  for (let i = 0; i < bytes.length; i++) crc = TABLE[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

/**
 * The checksum of zip and PNG, and of checkpoints: finds every change that lies within 32 bits.
 * @param start the checksum of what came before
 */
export const crc32: (bytes: Uint8Array, start?: number) => number = zlib.crc32 ?? crc32ByTable;

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
