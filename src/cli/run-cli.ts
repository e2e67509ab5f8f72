import { Command, CommanderError } from 'commander';
import { UserError } from '../errors/user-error.js';
import { checkoutPath } from '../system/command-line.js';
import { PACKAGE_VERSION } from '../system/package.js';
import { addAgent } from './commands/agent.js';
import { addCerts } from './commands/certs.js';
import { addCheckpoint } from './commands/checkpoint.js';
import { addConformance } from './commands/conformance.js';
import { addCoordinator } from './commands/coordinator.js';
import { addDoctor } from './commands/doctor.js';
import { addEmbed } from './commands/embed.js';
import { addEval } from './commands/eval.js';
import { addExport } from './commands/export.js';
import { addIndex } from './commands/index-images.js';
import { addLaunch } from './commands/launch.js';
import { addLogs, addOperate } from './commands/operate.js';
import { addPca } from './commands/pca.js';
import { addPlan } from './commands/plan.js';
import { addReplay } from './commands/replay.js';
import { addStatus } from './commands/status.js';
import { examples } from './examples.js';
import type { LoadParts } from './fleet-parts.js';

/**
 * Runs one command line. A command loads what it needs when it runs: help costs no training, and no addon.
 * @returns the exit code: 0 done, 1 failed, 2 used wrongly
 */
export async function runCli(args: readonly string[], loadParts: LoadParts): Promise<number> {
  let exitCode = 0;
  const exit = (code: number) => {
    exitCode = code;
  };
  // Set before the commands are added: they inherit it.
  const program = new Command('dinofleet').description('pre-train vision models with the DINOv2 method').exitOverride();
  program
    .version(PACKAGE_VERSION)
    .addHelpText('after', examples(['launch', checkoutPath('configs/quickstart.yaml')]))
    .configureOutput({ outputError: () => {} }); // what was wrong is said below, with what may have been meant
  addLaunch(program, loadParts, exit);
  addCoordinator(program, loadParts, exit);
  addAgent(program, loadParts, exit);
  addStatus(program);
  addLogs(program);
  addOperate(program);
  addIndex(program);
  addEmbed(program);
  addEval(program);
  addPca(program);
  addExport(program);
  addCheckpoint(program, exit);
  addCerts(program);
  addPlan(program);
  addReplay(program, exit);
  addConformance(program, exit);
  addDoctor(program, exit);
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return endOf(error, args);
    return exitCodeOf(error);
  }
}

/** Help and version have been printed; a wrong use is told here. */
async function endOf({ code, exitCode, message }: CommanderError, args: readonly string[]): Promise<number> {
  if (exitCode === 0) return 0;
  if (code === 'commander.help') return 2;
  const { usageHint } = await import('./usage-hint.js');
  const hint = usageHint(message, args);
  // What sounds alike is a worse guess than what is meant alike.
  const said = hint === null ? message : message.replace(/\n\(Did you mean .*\)$/, '');
  process.stderr.write(`${said}${hint === null ? '' : `; ${hint}`}\n(--help says more)\n`);
  return 2;
}

/** Says what went wrong: without a stack what is written for a person, and the system's own errors, a missing file or a full disk. */
function exitCodeOf(error: unknown): number {
  if (error instanceof UserError) {
    process.stderr.write(`error [${error.code}] ${error.message}\n`);
    return error.exitCode;
  }
  const isSystemError = error instanceof Error && 'errno' in error;
  const account = isSystemError ? `error ${error.message}` : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${account}\n`);
  return 1;
}
