import type { Command } from 'commander';
import type { OperatorOrder } from '../../rpc/messages.js';
import { checkoutPath } from '../../system/command-line.js';
import { examples } from '../examples.js';
import { wholeNumber } from '../options.js';
import { type OperatorOptions, operatorCommand, reachCoordinator } from '../reach-coordinator.js';

/** `dinofleet stop` and `dinofleet drain`: what an operator tells a job. */
export function addOperate(program: Command): void {
  operatorCommand(program, 'stop', 'have a job save a checkpoint and stop, as Ctrl-C does')
    .option('--now', 'without a save', false)
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples(['stop', checkoutPath('runs/quickstart')]))
    .action((run: string, { now, ...options }: OperatorOptions & { now: boolean }) =>
      order(run, options, { kind: 'stop', stop: { now } }),
    );
  operatorCommand(program, 'save', 'have a job save a checkpoint now, and go on')
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples(['save', checkoutPath('runs/quickstart')]))
    .action((run: string, options: OperatorOptions) => order(run, options, { kind: 'save', save: {} }));
  operatorCommand(program, 'drain', 'take a node out of a job, once what it has done is saved; the others go on')
    .argument('<node>', 'its name, or the beginning of its id, as "dinofleet status" has them')
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples(['drain', checkoutPath('runs/quickstart'), 'node-7']))
    .action((run: string, node: string, options: OperatorOptions) =>
      order(run, options, { kind: 'drain', drain: { node } }),
    );
}

async function order(run: string, options: OperatorOptions, what: OperatorOrder): Promise<void> {
  const operator = await reachCoordinator(run, options);
  const answer = await operator.order(what);
  console.log(options.json ? JSON.stringify({ answer }) : answer);
  operator.close();
}

interface LogsOptions extends OperatorOptions {
  rank?: number;
  lines: number;
  follow: boolean;
}

/** `dinofleet logs` and `dinofleet attach`: what a job prints. */
export function addLogs(program: Command): void {
  operatorCommand(program, 'logs', 'print what the coordinator of a job has printed, or one of its ranks')
    .option('--rank <N>', 'of this rank', wholeNumber(0))
    .option('--lines <N>', 'the last ones', wholeNumber(0), 100)
    .option('--follow', 'go on until the job is over', false)
    .option('--json', 'print one JSON object a line')
    .addHelpText('after', examples(['logs', checkoutPath('runs/quickstart'), '--rank', '0', '--follow']))
    .action(async (run: string, { rank, lines, follow, ...options }: LogsOptions) => {
      const operator = await reachCoordinator(run, options);
      const what =
        rank === undefined
          ? ({ what: 'coordinator', coordinator: {} } as const)
          : ({ what: 'rank', rank: { rank } } as const);
      for await (const printed of operator.follow({ ...what, lines, follow }))
        for (const line of printed.lines) console.log(options.json ? JSON.stringify({ line }) : line);
      operator.close();
    });
  operatorCommand(
    program,
    'attach',
    'follow a job that was launched elsewhere, or with --detach; Ctrl-C leaves it running',
  )
    .addHelpText('after', examples(['attach', checkoutPath('runs/quickstart')]))
    .action(async (run: string, options: OperatorOptions) => {
      const { attach } = await import('../attach.js');
      await attach(await reachCoordinator(run, options));
    });
}
