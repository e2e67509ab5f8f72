import type { Command } from 'commander';
import type { CheckpointSummary } from '../../checkpoint/describe.js';
import { checkoutPath } from '../../system/command-line.js';
import { examples } from '../examples.js';
import { wholeNumber } from '../options.js';
import { checkOutputFolder } from '../output-file.js';
import { printNote } from '../print-note.js';

interface JsonOption {
  json?: boolean;
}

/** Of the quickstart. */
const runExample = checkoutPath('runs/quickstart');
const checkpointExample = checkoutPath('runs/quickstart/checkpoints/latest');

/** `dinofleet checkpoint`: what a run has saved, and whether it is sound. */
export function addCheckpoint(program: Command, exit: (code: number) => void): void {
  const checkpoint = program
    .command('checkpoint')
    .description('list, verify, inspect and reshard checkpoints')
    .addHelpText('after', examples(['checkpoint', 'verify', runExample]));

  checkpoint
    .command('ls')
    .description("list a run's checkpoints: files and headers are looked at, data is not (see verify)")
    .argument('<directory>', 'output directory of a run, or a directory of step directories')
    .option('--json', 'print the list as JSON')
    .addHelpText('after', examples(['checkpoint', 'ls', runExample]))
    .action(async (directory: string, { json }: JsonOption) => {
      const { checkpointsIn, summarizeCheckpoint } = await import('../../checkpoint/describe.js');
      const rows = await Promise.all((await checkpointsIn(directory)).map(summarizeCheckpoint));
      if (json) console.log(JSON.stringify(rows));
      else if (rows.length === 0) console.log(`no checkpoints in ${directory}`);
      else for (const row of rows) console.log(listLine(row));
    });

  checkpoint
    .command('verify')
    .description('read every byte and name what is not as it was written')
    .argument('<directory>', 'a checkpoint, or the output directory of a run for all of its')
    .option('--json', 'print the findings as JSON')
    .addHelpText(
      'after',
      `${examples(['checkpoint', 'verify', checkpointExample])}\n\nExit code 1 where something is damaged.`,
    )
    .action(async (directory: string, { json }: JsonOption) => {
      const { checkpointsAt } = await import('../../checkpoint/describe.js');
      const rows = await Promise.all((await checkpointsAt(directory)).map(findings));
      if (json) console.log(JSON.stringify(rows));
      else
        for (const { directory: path, blocks, bytes, bad } of rows) {
          console.log(`${path}: ${bad.length === 0 ? 'good' : 'DAMAGED'}, ${blocks} blocks, ${bytes} bytes`);
          for (const message of bad) console.log(`  ${message}`);
        }
      exit(rows.every(({ bad }) => bad.length === 0) ? 0 : 1);
    });

  checkpoint
    .command('inspect')
    .description('print what the manifest says: step, ranks, optimizer, tensors')
    .argument('<checkpoint>', 'directory of a checkpoint')
    .option('--json', 'print all of it, the configuration too, as JSON')
    .addHelpText('after', examples(['checkpoint', 'inspect', checkpointExample]))
    .action(async (directory: string, { json }: JsonOption) => {
      const { describeManifest } = await import('../../checkpoint/describe.js');
      const { readManifest } = await import('../../checkpoint/manifest.js');
      const { parameters, config, replicated, ...rest } = describeManifest(await readManifest(await meant(directory)));
      if (json) {
        console.log(JSON.stringify({ ...rest, replicated, parameters, config }));
        return;
      }
      for (const [name, value] of Object.entries(rest))
        console.log(`${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`);
      console.log('tensors, each as student, teacher, exp_avg and exp_avg_sq:');
      for (const { name, shape } of parameters) console.log(`  ${name} (${shape.join(', ')})`);
      for (const [name, shape] of Object.entries(replicated)) console.log(`once: ${name} (${shape.join(', ')})`);
    });

  checkpoint
    .command('reshard')
    .description('write a checkpoint again as another number of ranks would have; a run needs none to go on')
    .argument('<checkpoint>', 'directory of a checkpoint')
    .requiredOption('--ranks <N>', 'ranks to write it for', wholeNumber(1, 99999))
    .requiredOption('--out <DIR>', 'output directory: it goes to DIR/checkpoints/<step>')
    .option('--json', 'print where it is as JSON')
    .addHelpText('after', examples(['checkpoint', 'reshard', checkpointExample, '--ranks', '4', '--out', 'runs/four']))
    .action(async (directory: string, { ranks, out, json }: JsonOption & { ranks: number; out: string }) => {
      const { reshardCheckpoint } = await import('../../checkpoint/reshard.js');
      checkOutputFolder(out, '--out', []);
      const made = await reshardCheckpoint(await meant(directory), ranks, out);
      console.log(json ? JSON.stringify({ directory: made, ranks }) : made);
    });
}

/** The checkpoint that is meant by a run's directory is said. */
async function meant(path: string): Promise<string> {
  const { meantCheckpoint } = await import('../../checkpoint/meant-checkpoint.js');
  const { directory, note } = await meantCheckpoint(path);
  if (note !== null) printNote(note);
  return directory;
}

function listLine({ step, bytes, world_size, saved_at, problem }: CheckpointSummary): string {
  if (problem !== null) return `${step}  torn  ${problem}`;
  return `${step}  good  ${bytes} bytes  ${world_size} ranks  ${saved_at ?? 'time unknown'}`;
}

async function findings(directory: string) {
  const { verifyCheckpoint } = await import('../../checkpoint/complete.js');
  try {
    return { directory, ...(await verifyCheckpoint(directory)) };
  } catch (error) {
    return { directory, blocks: 0, bytes: 0, bad: [(error as Error).message] };
  }
}
