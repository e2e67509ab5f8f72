import type { Command } from 'commander';
import { checkoutPath } from '../../system/command-line.js';
import { examples } from '../examples.js';
import { checkOutputFile } from '../output-file.js';
import { printNote } from '../print-note.js';

interface EmbedOptions {
  out: string;
  json?: boolean;
}

const PROGRESS_LINE_MS = 5_000;

/** `dinofleet embed`: a file with the class token of every image of a folder. */
export function addEmbed(program: Command): void {
  program
    .command('embed')
    .description("compute the teacher's normalised class token of every image of a folder")
    .argument(
      '<checkpoint>',
      'directory of a checkpoint, .pth file, Hugging Face folder, or random:CONFIG for the untrained network',
    )
    .argument('<folder>', 'images, searched recursively')
    .argument('[key=value...]', 'changes to CONFIG, or to what released weights tell of their network')
    .requiredOption('--out <file>', 'safetensors file to write: x_norm_clstoken (N, D), names in __metadata__.files')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      examples([
        'embed',
        checkoutPath('runs/quickstart/checkpoints/latest'),
        checkoutPath('examples/emoji/pairs/twitter'),
        '--out',
        'twitter.safetensors',
      ]),
    )
    .action(async (checkpoint: string, folder: string, overrides: string[], { out, json }: EmbedOptions) => {
      const { fileNameText, shownFileName } = await import('../../data/sources/file-name.js');
      const { listImagesShown } = await import('../list-images.js');
      const { embedImages } = await import('../../eval/embed-images.js');
      const { writeFeatures } = await import('../../eval/features.js');
      const { openExtractor } = await import('../../eval/open-extractor.js');
      const { ImageNotes, imageReader } = await import('../../eval/read-image.js');
      const { countedProgress } = await import('../display/counted-progress.js');
      const { isStandardOutput } = await import('../../system/atomic-file.js');
      checkOutputFile(out, { option: '--out', ending: '.safetensors', inputs: [checkpoint] });
      const say = isStandardOutput(out) ? console.error : console.log;
      const start = performance.now();
      const { images } = await listImagesShown(folder, '<folder>');
      const files = [...images.images()].map(({ path }) => fileNameText(path));
      const extractor = await openExtractor(checkpoint, { overrides, onNote: printNote });
      const notes = new ImageNotes(extractor.data);
      const readImage = imageReader(extractor.data, notes);
      const progress = countedProgress(files.length, 'images', PROGRESS_LINE_MS);
      const {
        rows,
        files: embedded,
        skipped,
      } = await embedImages(extractor, readImage, folder, files, progress.update).finally(progress.close);
      const { width } = extractor;
      extractor.close();
      writeFeatures(out, { rows, width, files: embedded, folder });

      for (const { file, reason } of skipped) console.error(`skipped ${shownFileName(file)}: ${reason}`);
      for (const line of notes.lines()) console.error(line);
      const seconds = (performance.now() - start) / 1000;
      if (json) say(JSON.stringify({ images: embedded.length, width, skipped, damaged: notes.damaged, seconds, out }));
      else say(`${embedded.length} images, ${width} numbers each, in ${seconds.toFixed(1)} s: ${out}`);
    });
}
