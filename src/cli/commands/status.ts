import type { Command } from 'commander';
import type { JobStatus } from '../../rpc/messages.js';
import { checkoutPath } from '../../system/command-line.js';
import { jobTable } from '../display/job-table.js';
import { examples } from '../examples.js';
import { type OperatorOptions, operatorCommand, reachCoordinator } from '../reach-coordinator.js';

/** Between two drawings of `top`. */
const EVERY_MS = 1_000;
const CLEAR = '\x1b[H\x1b[J';

/** `dinofleet status` and `dinofleet top`: what a job is at, once or live. */
export function addStatus(program: Command): void {
  operatorCommand(
    program,
    'status',
    'say what a job is at: its nodes and ranks, how far it is, and why generations have ended',
  )
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples(['status', checkoutPath('runs/quickstart')]))
    .action(async (run: string, options: OperatorOptions) => {
      const operator = await reachCoordinator(run, options);
      for await (const status of operator.status())
        console.log(options.json ? jsonOf(status) : jobTable(status, Number.POSITIVE_INFINITY).join('\n'));
      operator.close();
    });
  operatorCommand(program, 'top', 'show what a job is at, live; the ranks that stand still for longest come first')
    .option('--json', 'print one JSON object a line and a second')
    .addHelpText('after', examples(['top', checkoutPath('runs/quickstart')]))
    .action(async (run: string, options: OperatorOptions) => {
      const operator = await reachCoordinator(run, options);
      for await (const status of operator.status(EVERY_MS)) {
        if (options.json) console.log(jsonOf(status));
        else draw(status);
      }
      operator.close();
    });
}

function draw(status: JobStatus): void {
  const { isTTY, rows = 24 } = process.stdout;
  const beside = jobTable({ ...status, ranks: [] }, 0).length + 3;
  const lines = jobTable(status, Math.max(1, rows - beside));
  process.stdout.write(isTTY ? `${CLEAR}${lines.slice(0, rows - 1).join('\n')}\n` : `${lines.join('\n')}\n\n`);
}

function jsonOf({ loss, ...status }: JobStatus): string {
  return JSON.stringify({ ...status, loss: Number.isFinite(loss) ? loss : null });
}
