import type { Command } from 'commander';
import { checkoutPath } from '../../system/command-line.js';
import { examples } from '../examples.js';
import { wholeNumber } from '../options.js';
import { checkOutputFile } from '../output-file.js';

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
      const { fileNameText } = await import('../../data/sources/file-name.js');
      const { listImagesShown } = await import('../list-images.js');
      const { openExtractor } = await import('../../eval/open-extractor.js');
      const { captioned } = await import('../../eval/pictures/captioned.js');
      const { spreadRows } = await import('../../eval/pictures/neighbours-sheet.js');
      const { patchPicture } = await import('../../eval/pictures/patch-picture.js');
      const { writePng } = await import('../../eval/pictures/png.js');
      const { readShownImage } = await import('../../eval/read-image.js');
      checkOutputFile(options.out, '--out');
      const listed = (await listImagesShown(folder, '<folder>')).images;
      const extractor = await openExtractor(checkpoint, { overrides, imageSize: options.size });
      const shown = spreadRows(listed.count, options.count).map(
        (row) => `${folder}/${fileNameText(listed.at(row).path)}`,
      );
      const images = await Promise.all(shown.map((path) => readShownImage(path, extractor.imageSize)));
      const picture = patchPicture(extractor, images, columns);
      extractor.close();
      const caption = ['Patches that look alike to the network have like colours'];
      writePng(options.out, captioned(picture, options.credit ? [...caption, options.credit] : caption));
      if (options.json) console.log(JSON.stringify({ images: images.length, out: options.out }));
      else console.log(`${images.length} images: ${options.out}`);
    });
}
