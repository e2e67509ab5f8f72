import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { safetensorsPieces, type TensorData } from '../formats/safetensors.js';
import { type NamedTensor, torchPieces } from '../formats/torch-writer.js';
import { type VitShape, vitUnits } from '../model/vision-transformer.js';
import { writeFilesWhole } from '../system/atomic-file.js';
import { makeFolder } from '../system/make-folder.js';
import { type BackboneWeights, HINTS_KEY, NORMALIZATION_KEY } from './backbone-weights.js';
import { readFitted } from './fit-weights.js';
import { huggingFaceConfig, huggingFacePreprocessor, huggingFaceTensors } from './hugging-face-export.js';
import type { Normalization } from './normalization.js';
import { WeightsError } from './weights-error.js';

export const EXPORT_FORMATS = ['hf', 'official', 'safetensors'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Readers of transformers ask a file for the framework that its tensors are for. */
const FRAMEWORK = { format: 'pt' };

/** Endings of a name that is the file's own. */
const ENDINGS: Readonly<Record<ExportFormat, readonly string[]>> = {
  hf: [],
  official: ['.pth', '.pt'],
  safetensors: ['.safetensors'],
};
const FILES: Readonly<Record<ExportFormat, readonly string[]>> = {
  hf: ['config.json', 'preprocessor_config.json', 'model.safetensors'],
  official: ['backbone.pth'],
  safetensors: ['backbone.safetensors'],
};

/** Where an export goes. */
export interface ExportTarget {
  /** null where one file was named. */
  folder: string | null;
  files: readonly string[];
}

/**
 * @param out a folder, or where the format has one file, that file
 * @throws WeightsError where it is named as a file of another format
 */
export function exportTarget(format: ExportFormat, out: string): ExportTarget {
  const ending = (endings: readonly string[]) => endings.some((one) => out.toLowerCase().endsWith(one));
  const isFolder = existsSync(out) && statSync(out).isDirectory();
  if (!isFolder && ending(ENDINGS[format])) return { folder: null, files: [out] };
  if (!isFolder && ending([...Object.values(ENDINGS).flat(), '.bin', '.json', '.onnx']))
    throw new WeightsError(
      'EXPORT_NAME',
      `${out} is named as a file of another format than ${format}; expected the name of a folder` +
        (ENDINGS[format].length === 0
          ? `, which gets ${FILES[format].join(', ')}`
          : ` or one that ends in ${ENDINGS[format][0]}`),
    );
  return { folder: out, files: FILES[format].map((name) => join(out, name)) };
}

/**
 * Writes a backbone for others to read.
 * @param weights that fit the network
 * @param normalization of the images that the network is shown; a .pth has no place for it
 * @param format hf: a model folder of transformers; official: a .pth as the released weights; safetensors: their names
 * @param out as of exportTarget
 * @returns the files
 * @throws WeightsError where the format has no such network; FileWriteError where they cannot be written
 */
export function exportWeights(
  weights: BackboneWeights,
  network: VitShape,
  normalization: Normalization,
  format: ExportFormat,
  out: string,
): readonly string[] {
  const { folder, files } = exportTarget(format, out);
  const contents = contentsOf(format, network, normalization, tensorsOf(weights, network));
  makeFolder(folder ?? dirname(out));
  writeFilesWhole(files.map((path, i) => ({ path, pieces: contents[i]! })));
  return files;
}

function tensorsOf(weights: BackboneWeights, network: VitShape): NamedTensor[] {
  const specs = vitUnits(network).flatMap((unit) => unit.parameters);
  return specs.map(({ name, shape }) => ({ name, shape, read: () => readFitted(weights, network, name) }));
}

/** In the order of FILES. */
function contentsOf(
  format: ExportFormat,
  network: VitShape,
  { mean, std }: Normalization,
  tensors: readonly NamedTensor[],
): readonly Iterable<Uint8Array>[] {
  switch (format) {
    case 'hf':
      return [
        json(huggingFaceConfig(network)),
        json(huggingFacePreprocessor(network, { mean, std })),
        safetensorsPieces(huggingFaceTensors(tensors, network), FRAMEWORK),
      ];
    case 'official':
      return [torchPieces(tensors, 'backbone')];
    case 'safetensors': {
      const { numHeads, interpolateOffset, interpolateAntialias } = network;
      const hints = {
        num_heads: numHeads,
        interpolate_offset: interpolateOffset,
        interpolate_antialias: interpolateAntialias,
      };
      const metadata = {
        ...FRAMEWORK,
        [HINTS_KEY]: JSON.stringify(hints),
        [NORMALIZATION_KEY]: JSON.stringify({ mean, std }),
      };
      return [safetensorsPieces(tensors.map(released), metadata)];
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
