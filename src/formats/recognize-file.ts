/**
 * What a file is by its first bytes: a name's ending is not to be believed. For the formats that weights may be in, and for
 * what lies in their place by mistake.
 * Source: each format's own description of its signature; PKWARE APPNOTE.TXT 4.3.7; pax(1), "ustar".
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { FormatError } from './format-error.js';
import { ZipArchive } from './zip-archive.js';

export type FileKind =
  | { kind: 'safetensors' }
  /** A zip archive as torch.save writes it, or one that is too damaged to tell. */
  | { kind: 'torch' }
  /** `what` completes "FILE is ...", `todo` is a sentence without its full stop. */
  | { kind: 'other'; what: string; todo: string }
  | { kind: 'unknown' };

const HEAD_BYTES = 512;
const CONVERT = 'save its state_dict with torch.save, or as safetensors, where it can be loaded';
const UNPACK = 'unpack it and give the file that is in it';
const AGAIN = 'get the file again';

/** Signatures at byte 0, as latin1. */
const SIGNATURES: readonly (readonly [start: string, what: string, todo: string])[] = [
  // The magic number of torch.save, pickled; before the others that begin with a pickle's protocol.
  [
    '\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.',
    'of the format before PyTorch 1.6, which is no zip archive',
    'load it there and save it again with torch.save',
  ],
  ['\x80', 'a pickle of Python objects, which only Python can load', CONVERT],
  ['\x1f\x8b', 'compressed by gzip', UNPACK],
  ['BZh', 'compressed by bzip2', UNPACK],
  ['\xfd7zXZ\0', 'compressed by xz', UNPACK],
  ['\x28\xb5\x2f\xfd', 'compressed by Zstandard', UNPACK],
  ['7z\xbc\xaf\x27\x1c', 'a 7z archive', UNPACK],
  ['Rar!', 'a RAR archive', UNPACK],
  ['\x89HDF\r\n\x1a\n', 'an HDF5 file, as of Keras', CONVERT],
  ['GGUF', 'a GGUF file, of llama.cpp', CONVERT],
  ['\x93NUMPY', 'a NumPy array', CONVERT],
  ['PAR1', 'a Parquet file', 'give the weights, not the data'],
  ['\x89PNG', 'a PNG image', 'give the weights, not an image'],
  ['\xff\xd8\xff', 'a JPEG image', 'give the weights, not an image'],
  ['RIFF', 'a RIFF file, such as a WebP image', 'give the weights, not an image'],
  ['%PDF', 'a PDF document', AGAIN],
  ['\x7fELF', 'a program or a library', AGAIN],
];

/** Of formats without a signature. */
const ENDINGS: readonly (readonly [ending: RegExp, what: string])[] = [
  [/\.onnx$/i, 'an ONNX model'],
  [/\.(?:pb|tflite)$/i, 'a TensorFlow model'],
  [/\.msgpack$/i, 'a Flax model'],
  [/\.(?:engine|plan|trt)$/i, 'a TensorRT engine'],
  [/\.ckpt\.(?:index|meta|data-\S+)$/i, 'a part of a TensorFlow checkpoint'],
];

/** @throws the system's error where it cannot be opened */
export function recognizeFile(path: string): FileKind {
  const { head, bytes } = readHead(path);
  const other = (what: string, todo: string): FileKind => ({ kind: 'other', what, todo });
  if (bytes === 0) return other('empty', AGAIN);
  const start = head.toString('latin1');
  if (start.startsWith('PK\x03\x04')) return kindOfZip(path);
  if (isSafetensors(head)) return { kind: 'safetensors' };
  for (const [signature, what, todo] of SIGNATURES) if (start.startsWith(signature)) return other(what, todo);
  if (start.slice(257, 262) === 'ustar') return other('a tar archive', UNPACK);
  if (head.every((byte) => byte === 0))
    return other(`nothing but zeros in its first ${head.length} bytes, as of a download that was not finished`, AGAIN);
  const text = textOf(head);
  if (text !== null) return kindOfText(text);
  const ending = ENDINGS.find(([pattern]) => pattern.test(path));
  return ending === undefined ? { kind: 'unknown' } : other(ending[1], CONVERT);
}

function readHead(path: string): { head: Buffer; bytes: number } {
  const fd = openSync(path, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const count = readSync(fd, head, 0, HEAD_BYTES, 0);
    return { head: head.subarray(0, count), bytes: fstatSync(fd).size };
  } finally {
    closeSync(fd);
  }
}

/** A header's length, far below 4 GiB, and the brace that it begins with. */
function isSafetensors(head: Buffer): boolean {
  return head.length > 8 && head.readUInt32LE(4) === 0 && head[8] === 0x7b;
}

/** Text in UTF-8, perhaps cut within a letter; null where it is none. */
function textOf(head: Buffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what no text has
    return /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}

function kindOfText(text: string): FileKind {
  const other = (what: string, todo: string): FileKind => ({ kind: 'other', what, todo });
  const shown = text.trim().replace(/\s+/g, ' ').slice(0, 80);
  if (text.startsWith('version https://git-lfs.github.com/spec/'))
    return other('a pointer of git-lfs, not the file itself', 'fetch it, in its repository, with: git lfs pull');
  if (/^\s*<(?:!doctype html|html|head|body)/i.test(text))
    return other(
      'a web page (HTML), as of a download that was answered with one',
      'download the file itself, not the page about it',
    );
  if (/^\s*<(?:\?xml|[a-z])/i.test(text))
    return other(`XML, perhaps the answer to a refused download: ${shown}`, AGAIN);
  if (/^\s*[{[]/.test(text)) return other(`JSON text: ${shown}`, 'give the file or folder of the weights themselves');
  return other(
    `a text file that begins with ${JSON.stringify(shown)}`,
    'give the file or folder of the weights themselves',
  );
}

/** By the names of its entries. */
function kindOfZip(path: string): FileKind {
  const other = (what: string, todo: string): FileKind => ({ kind: 'other', what, todo });
  let names: readonly string[];
  try {
    names = ZipArchive.namesIn(path);
  } catch (error) {
    if (error instanceof FormatError) return { kind: 'torch' };
    throw error;
  }
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name));
  if (has(/(?:^|\/)constants\.pkl$/) || has(/(?:^|\/)code\/__torch__/))
    return other('a TorchScript archive, a program with its weights', CONVERT);
  if (has(/(?:^|\/)archive_format$/) || has(/(?:^|\/)(?:models\/model|serialized_exported_program)\.json$/))
    return other('a program of torch.export (.pt2) with its weights', CONVERT);
  if (has(/(?:^|\/)\.data\/extern_modules$/)) return other('a package of torch.package', CONVERT);
  if (has(/^model\.weights\.h5$/)) return other('a Keras model', CONVERT);
  if (has(/\/data(?:\.pkl|\/\d+)$/)) return { kind: 'torch' };
  if (names.length > 0 && names.every((name) => name.endsWith('.npy'))) return other('a NumPy archive (.npz)', CONVERT);
  const listed = names.slice(0, 3).map((name) => JSON.stringify(name.slice(0, 60)));
  return other(`a zip archive of ${[...listed, ...(names.length > 3 ? ['...'] : [])].join(', ') || 'nothing'}`, UNPACK);
}
