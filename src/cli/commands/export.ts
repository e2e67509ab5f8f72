import { type Command, Option } from 'commander';
import { openWeightsAndNetwork } from '../../checkpoint/open-model.js';
import { EXPORT_FORMATS, type ExportFormat, exportWeights } from '../../weights/export-weights.js';

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
        'hf: a folder of transformers; official: a .pth as DINOv2 releases; safetensors: its names',
      )
        .choices(EXPORT_FORMATS)
        .makeOptionMandatory(),
    )
    .requiredOption('--out <folder>', 'folder to write to, made where there is none')
    .addHelpText('after', '\nExample:\n  npx dinofleet export runs/quickstart/checkpoints/600 --to hf --out model')
    .action(async (checkpoint: string, overrides: string[], { to, out }: ExportOptions) => {
      const { weights, network } = await openWeightsAndNetwork(checkpoint, overrides);
      for (const file of exportWeights(weights, network, to, out)) console.log(file);
      weights.close();
    });
}
