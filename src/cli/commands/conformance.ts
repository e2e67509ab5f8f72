import { type Command, Option } from 'commander';
import { PRECISIONS, type Precision, STRATEGIES, type Strategy } from '../../conformance/case/precision.js';
import { UsageError } from '../../errors/usage-error.js';
import { checkoutPath, commandLine } from '../../system/command-line.js';
import { examples } from '../examples.js';
import { wholeNumber } from '../options.js';
import { printNote } from '../print-note.js';

interface ConformanceOptions {
  strategy?: Strategy;
  ranks?: number;
  ranksPerNode?: number;
  record?: string;
  step?: number;
  precision?: Precision;
  device: string;
  json?: boolean;
}

/** `dinofleet conformance`: step cases against the numbers that they expect. */
export function addConformance(program: Command, exit: (code: number) => void): void {
  program
    .command('conformance')
    .description('compute training steps again and compare them with reference numbers, or with a recorded run')
    .argument('[folder...]', 'step cases: see docs/conformance.md')
    .addOption(
      new Option('--strategy <name>', "how parameters are sharded; default: the case's own").choices(STRATEGIES),
    )
    .option(
      '--ranks <N>',
      'worker processes, for a case of one rank or with --record; default: as many as the case or the run has',
      wholeNumber(1, 64),
    )
    .option(
      '--ranks-per-node <N>',
      'ranks that count as a node for HYBRID_SHARD; default: as the case was computed, or all',
      wholeNumber(1, 64),
    )
    .option(
      '--record <OUTPUT_DIR>',
      'in place of folders: compute step N of a run that has ended again, from its newest checkpoint at or before it or from its ' +
        'start, and write OUTPUT_DIR/recorded/step-N, which is such a folder',
    )
    .option('--step <N>', 'with --record: which step, as log.jsonl counts', wholeNumber(0))
    .addOption(
      new Option(
        '--precision <name>',
        "fp32: no rounding, no loss scale; fp16: wire formats and loss scale of the case's configuration; " +
          'bf16: matrix products in bfloat16, else as fp32; default: what the case was computed in',
      ).choices(PRECISIONS),
    )
    .addOption(
      new Option('--device <name>', 'where the ranks compute').choices(['cpu', 'cuda', 'cuda-emulated']).default('cpu'),
    )
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      [
        examples(
          ['conformance', checkoutPath('test/golden/step-two-ranks'), '--strategy', 'FULL_SHARD'],
          ['conformance', '--record', checkoutPath('runs/quickstart'), '--step', '3'],
        ),
        '',
        'Exit code 1 where a group is outside its tolerance. In fp32 that is five times what PyTorch differs from itself;',
        'in fp16 and bf16 it is wider, by the rounding on the wire and of the factors of products; a step that launch --record-step',
        'wrote must be the same to the bit. docs/conformance.md gives the figures and where they come from.',
      ].join('\n'),
    )
    .action(async (folders: string[], options: ConformanceOptions) => {
      checkUse(folders, options);
      if (options.record !== undefined) return record(options.record, options.step!, options);
      const { checkCases } = await import('../../conformance/check-cases.js');
      const { caseTable } = await import('../../conformance/report.js');
      const { strategy = null, ranks = null, ranksPerNode = null, precision = null, device, json } = options;
      const reports = [];
      for await (const report of checkCases(folders, { strategy, ranks, ranksPerNode, precision }, device)) {
        reports.push(report);
        if (!json) console.log(`${caseTable(report).join('\n')}\n`);
      }
      const ok = reports.every((report) => report.ok);
      if (json) console.log(JSON.stringify({ ok, cases: reports }));
      exit(ok ? 0 : 1);
    });
}

/** @throws UsageError where options do not go together */
function checkUse(
  folders: readonly string[],
  { record, step, strategy, ranksPerNode, precision }: ConformanceOptions,
): void {
  const fail = (message: string): never => {
    throw new UsageError('BAD_OPTION', message);
  };
  if (record === undefined && step !== undefined) fail('--step is given without --record OUTPUT_DIR');
  if (record === undefined && folders.length === 0)
    fail("missing argument 'folder': give folders of step cases, or --record OUTPUT_DIR --step N");
  if (record === undefined) return;
  if (step === undefined) fail('--record is given without --step N');
  if (folders.length > 0) fail(`--record takes no folders beside it, got ${folders.join(' ')}`);
  if (strategy !== undefined || ranksPerNode !== undefined || precision !== undefined)
    fail(
      '--record computes a step as the run did: leave --strategy, --ranks-per-node and --precision to the replay of what it writes',
    );
}

async function record(outputDir: string, step: number, { ranks, device, json }: ConformanceOptions): Promise<void> {
  const { recordFromRun } = await import('../../conformance/record-from-run.js');
  const report = await recordFromRun({ outputDir, step, ranks: ranks ?? null, device }, (note) => printNote(note));
  if (json) console.log(JSON.stringify(report));
  else console.log(`step ${step} is recorded; to replay it: ${commandLine(['conformance', report.folder])}`);
}
