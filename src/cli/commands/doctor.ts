import type { Command } from 'commander';
import { missingPackages } from '../../../scripts/setup/system-packages.mjs';
import { checkAddons } from '../../doctor/addons.js';
import { describeCpuBackend } from '../../doctor/cpu-backend.js';
import { diagnose, reportLines } from '../../doctor/diagnosis.js';
import { describeMachine } from '../../doctor/machine.js';

/** `dinofleet doctor`: what this machine has, what is missing, what each backend would do. */
export function addDoctor(program: Command, exit: (code: number) => void): void {
  program
    .command('doctor')
    .description('say what this machine has, what is missing and what each backend would do')
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', '\nExample:\n  npx dinofleet doctor\n\nExit code 1 where something is missing.')
    .action(({ json }: { json?: boolean }) => {
      const machine = describeMachine();
      const addons = checkAddons();
      const diagnosis = diagnose(machine, addons, describeCpuBackend(), missingPackages());
      if (json) console.log(JSON.stringify({ machine, addons, ...diagnosis }));
      else console.log(reportLines(machine, addons, diagnosis).join('\n'));
      exit(diagnosis.problems.length === 0 ? 0 : 1);
    });
}
