import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { MAX_CALL_BYTES } from '../formats/positioned-read.js';
import { safetensorsPieces, type TensorData } from '../formats/safetensors.js';
import { type NamedTensor, torchPieces } from '../formats/torch-writer.js';
import { type VitShape, vitUnits } from '../model/vision-transformer.js';
import { makeFolder } from '../system/make-folder.js';
import { type BackboneWeights, HINTS_KEY } from './backbone-weights.js';
import { readFitted } from './fit-weights.js';
import { huggingFaceConfig, huggingFacePreprocessor, huggingFaceTensors } from './hugging-face-export.js';

export const EXPORT_FORMATS = ['hf', 'official', 'safetensors'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Readers of transformers ask a file for the framework that its tensors are for. */
const FRAMEWORK = { format: 'pt' };

/**
 * Writes a backbone for others to read.
 * @param weights that fit the network
 * @param format hf: a model folder of transformers; official: a .pth as the released weights; safetensors: their names
 * @returns the files
 * @throws WeightsError where the format has no such network
 */
export function exportWeights(
  weights: BackboneWeights,
  network: VitShape,
  format: ExportFormat,
  directory: string,
): string[] {
  const files = filesOf(format, network, tensorsOf(weights, network));
  makeFolder(directory);
  return files.map(({ name, pieces }) => writePieces(join(directory, name), pieces));
}

function tensorsOf(weights: BackboneWeights, network: VitShape): NamedTensor[] {
  const specs = vitUnits(network).flatMap((unit) => unit.parameters);
  return specs.map(({ name, shape }) => ({ name, shape, read: () => readFitted(weights, network, name) }));
}

interface ExportedFile {
  name: string;
  pieces: Iterable<Uint8Array>;
}

function filesOf(format: ExportFormat, network: VitShape, tensors: readonly NamedTensor[]): ExportedFile[] {
  switch (format) {
    case 'hf':
      return [
        { name: 'config.json', pieces: json(huggingFaceConfig(network)) },
        { name: 'preprocessor_config.json', pieces: json(huggingFacePreprocessor(network)) },
        { name: 'model.safetensors', pieces: safetensorsPieces(huggingFaceTensors(tensors, network), FRAMEWORK) },
      ];
    case 'official':
      return [{ name: 'backbone.pth', pieces: torchPieces(tensors, 'backbone') }];
    case 'safetensors': {
      const { numHeads, interpolateOffset, interpolateAntialias } = network;
      const hints = {
        num_heads: numHeads,
        interpolate_offset: interpolateOffset,
        interpolate_antialias: interpolateAntialias,
      };
      const metadata = { ...FRAMEWORK, [HINTS_KEY]: JSON.stringify(hints) };
      return [{ name: 'backbone.safetensors', pieces: safetensorsPieces(tensors.map(released), metadata) }];
    }
  }
}

function released({ name, shape, read }: NamedTensor): TensorData {
  return {
    name,
    dtype: 'F32',
    shape,
    data: {
      *[Symbol.iterator]() {
        yield read();
      },
    },
  };
}

function json(value: object): Uint8Array[] {
  return [Buffer.from(`${JSON.stringify(value, null, 2)}\n`)];
}

/** Under another name until it is whole: a reader never sees half a file. */
function writePieces(path: string, pieces: Iterable<Uint8Array>): string {
  const temporary = `${path}.tmp-${process.pid}`;
  const fd = openSync(temporary, 'w');
  try {
    for (const piece of pieces)
      for (let done = 0; done < piece.length; )
        done += writeSync(fd, piece, done, Math.min(piece.length - done, MAX_CALL_BYTES));
    fsyncSync(fd);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
  return path;
}
