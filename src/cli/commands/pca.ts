import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { checkoutPath } from '../../system/command-line.js';
import { examples } from '../examples.js';
import { wholeNumber } from '../options.js';
import { checkOutputFile } from '../output-file.js';
import { printNote } from '../print-note.js';

interface PcaOptions {
  out: string;
  count: number;
  size?: number;
  credit?: string;
  json?: boolean;
}

const columns = 4;

/** `dinofleet pca`: a picture of what patches the network sees as alike. */
export function addPca(program: Command): void {
  program
    .command('pca')
    .description('colour the patches of images by the three main components of their features')
    .argument(
      '<checkpoint>',
      'directory of a checkpoint, .pth file, Hugging Face folder, or random:CONFIG for the untrained network',
    )
    .argument('<folder>', 'images, searched recursively; evenly spread ones are shown')
    .argument('[key=value...]', 'changes to CONFIG, or to what released weights tell of their network')
    .requiredOption('--out <file>', 'PNG to write')
    .option('--count <number>', 'images to show', wholeNumber(1), 16)
    .option(
      '--size <pixels>',
      'side of each image, a multiple of the patch; default: the size of global crops',
      wholeNumber(1),
    )
    .option('--credit <text>', "the images' makers and licences, written below the picture")
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      examples([
        'pca',
        checkoutPath('runs/quickstart/checkpoints/latest'),
        checkoutPath('examples/emoji/pairs/google'),
        '--out',
        'pca.png',
      ]),
    )
    .action(async (checkpoint: string, folder: string, overrides: string[], options: PcaOptions) => {
      const { fileNameText, shownFileName } = await import('../../data/sources/file-name.js');
      const { listImagesShown } = await import('../list-images.js');
      const { openExtractor } = await import('../../eval/open-extractor.js');
      const { captioned } = await import('../../eval/pictures/captioned.js');
      const { spreadRows } = await import('../../eval/pictures/neighbours-sheet.js');
      const { patchPicture } = await import('../../eval/pictures/patch-picture.js');
      const { writePng } = await import('../../eval/pictures/png.js');
      const { ImageNotes, imageReader } = await import('../../eval/read-image.js');
      const { readSpread } = await import('../../eval/read-images.js');
      const { isStandardOutput } = await import('../../system/atomic-file.js');
      const { out, count, size, credit, json } = options;
      checkOutputFile(out, { option: '--out', ending: '.png', inputs: [checkpoint] });
      const say = isStandardOutput(out) ? console.error : console.log;
      const { images: listed } = await listImagesShown(folder, '<folder>');
      const fileAt = (row: number) => fileNameText(listed.at(row).path);
      if (existsSync(out)) {
        const all = Array.from({ length: listed.count }, (_, row) => fileAt(row));
        const inputs = all.filter((file) => basename(file) === basename(out)).map((file) => `${folder}/${file}`);
        checkOutputFile(out, { option: '--out', ending: '.png', inputs });
      }
      const extractor = await openExtractor(checkpoint, { overrides, imageSize: size, onNote: printNote });
      const notes = new ImageNotes(extractor.data);
      const readImage = imageReader(extractor.data, notes);
      const rows = spreadRows(listed.count, count);
      const files = { count: listed.count, at: fileAt };
      const read = await readSpread(readImage, folder, files, rows, extractor.imageSize);
      const picture = patchPicture(extractor, folder, read, columns);
      extractor.close();
      const caption = ['Patches that look alike to the network have like colours'];
      writePng(out, captioned(picture, credit ? [...caption, credit] : caption));
      for (const { file, reason } of read.skipped) console.error(`skipped ${shownFileName(file)}: ${reason}`);
      for (const line of notes.lines()) console.error(line);
      const images = read.images.length;
      if (json) say(JSON.stringify({ images, skipped: read.skipped, damaged: notes.damaged, out }));
      else say(`${images} images: ${out}`);
    });
}
