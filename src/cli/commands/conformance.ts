import { type Command, Option } from 'commander';
import { PRECISIONS, type Precision, STRATEGIES, type Strategy } from '../../conformance/case/precision.js';
import { checkoutPath } from '../../system/command-line.js';
import { examples } from '../examples.js';
import { wholeNumber } from '../options.js';

interface ConformanceOptions {
  strategy?: Strategy;
  ranks?: number;
  precision?: Precision;
  device: string;
  json?: boolean;
}

/** `dinofleet conformance`: step cases against the numbers that they expect. */
export function addConformance(program: Command, exit: (code: number) => void): void {
  program
    .command('conformance')
    .description('compute training steps again and compare them with reference numbers, or with a recorded run')
    .argument('<folder...>', 'step cases: see docs/conformance.md')
    .addOption(
      new Option('--strategy <name>', "how parameters are sharded; default: the case's own").choices(STRATEGIES),
    )
    .option('--ranks <N>', 'worker processes, for a case of one rank; default: as many as it has', wholeNumber(1, 64))
    .addOption(
      new Option(
        '--precision <name>',
        "fp32: no rounding, no loss scale; fp16: wire formats and loss scale of the case's configuration; " +
          'bf16: matrix products in bfloat16, else as fp32; default: what the case was computed in',
      ).choices(PRECISIONS),
    )
    .addOption(new Option('--device <name>', 'where the ranks compute').choices(['cpu', 'cuda']).default('cpu'))
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      [
        examples(['conformance', checkoutPath('test/golden/step-two-ranks'), '--strategy', 'FULL_SHARD']),
        '',
        'Exit code 1 where a group is outside its tolerance. In fp32 that is five times what PyTorch differs from itself;',
        'in fp16 and bf16 it is wider, by the rounding on the wire and of the factors of products; a step that launch --record-step',
        'wrote must be the same to the bit. docs/conformance.md gives the figures and where they come from.',
      ].join('\n'),
    )
    .action(async (folders: string[], options: ConformanceOptions) => {
      const { checkCases } = await import('../../conformance/check-cases.js');
      const { caseTable } = await import('../../conformance/report.js');
      const { strategy = null, ranks = null, precision = null, device, json } = options;
      const reports = [];
      for await (const report of checkCases(folders, { strategy, ranks, precision }, device)) {
        reports.push(report);
        if (!json) console.log(`${caseTable(report).join('\n')}\n`);
      }
      const ok = reports.every((report) => report.ok);
      if (json) console.log(JSON.stringify({ ok, cases: reports }));
      exit(ok ? 0 : 1);
    });
}
