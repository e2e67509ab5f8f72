import { statSync } from 'node:fs';
import type { Command } from 'commander';
import { UsageError } from '../../errors/usage-error.js';
import { checkoutPath } from '../../system/command-line.js';
import { examples } from '../examples.js';
import { wholeNumber } from '../options.js';

interface ReplayOptions {
  job?: number;
  json?: boolean;
}

/** `dinofleet replay`: what a coordinator has decided, and why. */
export function addReplay(program: Command, exit: (code: number) => void): void {
  program
    .command('replay')
    .description("tell what a run's coordinator has heard and decided, by deciding it again from its journal")
    .argument('<journal>', 'output directory of a run, for its newest file, or a file of its folder journal/')
    .option('--job <LINE>', 'print all that was known of the job after a line, as JSON', wholeNumber(1))
    .option('--json', 'print one JSON object a line')
    .addHelpText(
      'after',
      `${examples(['replay', checkoutPath('runs/quickstart')])}\n\nExit code 1 where this program decides otherwise than was decided, which is said.`,
    )
    .action(async (place: string, { job: line, json }: ReplayOptions) => {
      const { readJournal, readNewestJournal } = await import('../../coordinator/journal/read-journal.js');
      const { story } = await import('../../coordinator/journal/story.js');
      const journal = statSync(place).isDirectory() ? readNewestJournal(place) : readJournal(place);
      if (journal === null)
        throw new UsageError(
          'NO_JOURNAL',
          `${place} has no journal: expected an output directory of "dinofleet launch", or a file of its folder journal/`,
        );
      const { path, head, records, tornAt } = journal;
      if (line !== undefined && line > records.length + 1)
        throw new UsageError('BAD_OPTION', `--job is ${line}, and ${path} has ${records.length + 1} lines`);
      if (line === 1) console.log(JSON.stringify(head.job));
      let isSame = true;
      story(head, records, ({ job, ...told }) => {
        isSame &&= told.decidedThen === null;
        if (line === told.line) console.log(JSON.stringify(job));
        if (line !== undefined) return;
        if (json) console.log(JSON.stringify(told));
        else console.log(linesOf(told).join('\n'));
      });
      if (tornAt !== null) console.error(`${path}: line ${tornAt} is torn; it and what follows it is left out`);
      exit(isSame ? 0 : 1);
    });
}

interface Told {
  line: number;
  seconds: number;
  event: string;
  actions: string[];
  decidedThen: string[] | null;
}

function linesOf({ line, seconds, event, actions, decidedThen }: Told): string[] {
  const otherwise = decidedThen === null ? [] : [`      otherwise then: ${decidedThen.join(', ') || 'nothing'}`];
  return [
    `${String(line).padStart(6)} ${seconds.toFixed(3).padStart(10)} s  ${event}`,
    ...actions.map((action) => `${' '.repeat(21)}-> ${action}`),
    ...otherwise,
  ];
}
