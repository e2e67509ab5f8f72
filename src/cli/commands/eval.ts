import { type Command, InvalidArgumentError } from 'commander';
import { checkoutPath } from '../../system/command-line.js';
import { examples } from '../examples.js';
import { wholeNumber } from '../options.js';
import { checkOutputFile } from '../output-file.js';

interface KnnOptions {
  labels?: string;
  k: number;
  temperature: number;
  excludeSameName?: boolean;
  json?: boolean;
}

interface RetrievalOptions {
  center?: boolean;
  sheet?: string;
  credit?: string;
  json?: boolean;
}

const sheetColumns = 6;

/** Of the quickstart. */
const [queriesExample, galleryExample] = ['twitter', 'google'].map((set) =>
  checkoutPath(`runs/quickstart/features/trained-${set}.safetensors`),
) as [string, string];
const knnExample = [
  ...['eval', 'knn', queriesExample, galleryExample],
  ...['--labels', checkoutPath('examples/emoji/pairs/labels.json'), '--exclude-same-name'],
];
const retrievalExample = ['eval', 'retrieval', queriesExample, galleryExample, '--center'];

/** `dinofleet eval`: what features are good for. */
export function addEval(program: Command): void {
  const evaluate = program
    .command('eval')
    .description('measure what features are good for')
    .addHelpText('after', examples(knnExample, retrievalExample));

  evaluate
    .command('knn')
    .description('classify queries by the labels of their nearest neighbours')
    .argument('<queries>', 'features made by: dinofleet embed')
    .argument('<gallery>', 'features of the images with known labels')
    .option(
      '--labels <file>',
      'JSON {"file": "label"} or CSV lines file,label; default: the folder that a file lies in',
    )
    .option('--k <number>', 'neighbours that vote', wholeNumber(1), 10)
    .option('--temperature <number>', 'the smaller, the more the nearest count', positiveNumber, 0.07)
    .option('--exclude-same-name', 'a query does not find the gallery file of its own name')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples(knnExample))
    .action(async (queriesFile: string, galleryFile: string, options: KnnOptions) => {
      const { readFeatures } = await import('../../eval/features.js');
      const { compareByKnn } = await import('../../eval/protocols/compare-features.js');
      const { labelByFolder, labelsFromFile } = await import('../../eval/protocols/labels.js');
      const labelOf = options.labels === undefined ? labelByFolder : labelsFromFile(options.labels);
      const { k, temperature, excludeSameName = false } = options;
      const result = compareByKnn(readFeatures(queriesFile), readFeatures(galleryFile), labelOf, {
        k,
        temperature,
        excludeSameName,
      });
      if (options.json) console.log(JSON.stringify({ ...result, k, temperature }));
      else
        console.log(
          `k-NN accuracy ${result.accuracy.toFixed(4)} of ${result.queries} queries, ${result.classes} classes`,
        );
    });

  evaluate
    .command('retrieval')
    .description('how often the nearest neighbour is the gallery file of the same name')
    .argument('<queries>', 'features made by: dinofleet embed')
    .argument('<gallery>', 'features of another version of the same files')
    .option('--center', 'take the mean off each of the two sets first')
    .option('--sheet <file>', 'PNG to write: some queries, each with its nearest neighbours')
    .option('--credit <text>', "the images' makers and licences, written below the sheet")
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples(retrievalExample))
    .action(async (queriesFile: string, galleryFile: string, options: RetrievalOptions) => {
      const { readFeatures } = await import('../../eval/features.js');
      const { captioned } = await import('../../eval/pictures/captioned.js');
      const { writePng } = await import('../../eval/pictures/png.js');
      const { retrievalSheet } = await import('../../eval/pictures/retrieval-sheet.js');
      const { compareByRetrieval } = await import('../../eval/protocols/compare-features.js');
      const { shownData, shownImageReader } = await import('../../eval/read-image.js');
      const inputs = [queriesFile, galleryFile];
      if (options.sheet !== undefined) checkOutputFile(options.sheet, { option: '--sheet', ending: '.png', inputs });
      const [queries, gallery] = [readFeatures(queriesFile), readFeatures(galleryFile)];
      const k = options.sheet === undefined ? 1 : Math.min(sheetColumns, gallery.files.length);
      const result = compareByRetrieval(queries, gallery, { centre: options.center ?? false, k });
      if (options.sheet !== undefined) {
        const sheet = await retrievalSheet(queries, gallery, result.neighbours, shownImageReader(shownData));
        const caption = [`Each query and the ${k} images nearest to it, that of its own name framed`];
        writePng(options.sheet, captioned(sheet, options.credit ? [...caption, options.credit] : caption));
      }
      const { recallAt1, queries: asked, gallery: among } = result;
      if (options.json) console.log(JSON.stringify({ recall_at_1: recallAt1, queries: asked, gallery: among }));
      else console.log(`recall@1 ${recallAt1.toFixed(4)} of ${asked} queries among ${among}`);
    });
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Expected a number above 0.');
}
