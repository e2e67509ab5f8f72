import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Command, Option } from 'commander';
import { checkoutPath } from '../../system/command-line.js';
import type { ExportFormat } from '../../weights/export-weights.js';
import { examples } from '../examples.js';
import { checkOutputFolder, checkUnread } from '../output-file.js';
import { printNote } from '../print-note.js';

const formats: Record<ExportFormat, string> = {
  hf: 'a folder of transformers',
  official: 'a .pth as DINOv2 releases',
  safetensors: 'its names',
};

interface ExportOptions {
  to: ExportFormat;
  out: string;
}

/** `dinofleet export`: the teacher's backbone for other programs. */
export function addExport(program: Command): void {
  program
    .command('export')
    .description("write the teacher's backbone for other programs")
    .argument('<checkpoint>', 'directory of a checkpoint, or released weights: .pth, Hugging Face folder')
    .argument('[key=value...]', 'changes to what released weights tell of their network, e.g. student.num_heads=6')
    .addOption(
      new Option(
        '--to <format>',
        Object.entries(formats)
          .map((format) => format.join(': '))
          .join('; '),
      )
        .choices(Object.keys(formats))
        .makeOptionMandatory(),
    )
    .requiredOption(
      '--out <path>',
      'folder to write to, made where there is none; for official also a .pth file, for safetensors a .safetensors file',
    )
    .addHelpText(
      'after',
      examples(['export', checkoutPath('runs/quickstart/checkpoints/latest'), '--to', 'hf', '--out', 'model']),
    )
    .action(async (checkpoint: string, overrides: string[], { to, out }: ExportOptions) => {
      const { defaultData } = await import('../../config/data-section.js');
      const { openWeightsAndNetwork } = await import('../../checkpoint/open-model.js');
      const { exportTarget, exportWeights } = await import('../../weights/export-weights.js');
      const { lacksMaskToken } = await import('../../weights/fit-weights.js');
      const { folder, files } = exportTarget(to, out);
      checkOutputFolder(folder ?? dirname(out), '--out', [checkpoint]);
      const { weights, network, data } = await openWeightsAndNetwork(checkpoint, overrides);
      weights.notes.forEach(printNote);
      if (lacksMaskToken(weights))
        printNote(`${weights.source} has no mask_token: it is written as zeros, which it is initialised to`);
      const { mean, std } = data;
      if (to === 'official' && !isDeepStrictEqual({ mean, std }, { mean: defaultData.mean, std: defaultData.std }))
        printNote(
          `a .pth does not say what images are normalised by: its readers must be given mean ${JSON.stringify(mean)} and ` +
            `deviation ${JSON.stringify(std)}, dinofleet by data.mean=${JSON.stringify(mean)} data.std=${JSON.stringify(std)}`,
        );
      checkUnread(files, '--out', [weights.source]);
      for (const file of exportWeights(weights, network, data, to, out)) console.log(file);
      weights.close();
    });
}
