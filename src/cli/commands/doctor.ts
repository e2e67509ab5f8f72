import type { Command } from 'commander';
import { examples } from '../examples.js';

/** `dinofleet doctor`: what this machine has, what is missing, what each backend would do. */
export function addDoctor(program: Command, exit: (code: number) => void): void {
  program
    .command('doctor')
    .description('say what this machine has, what is missing and what each backend would do')
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', `${examples(['doctor'])}\n\nExit code 1 where something is missing.`)
    .action(async ({ json }: { json?: boolean }) => {
      const { missingPackages } = await import('../../../scripts/setup/system-packages.mjs');
      const { checkAddons } = await import('../../doctor/addons.js');
      const { diagnose, reportLines } = await import('../../doctor/diagnosis.js');
      const { describeMachine } = await import('../../doctor/machine.js');
      const machine = describeMachine();
      const addons = checkAddons();
      const { checkGpu } = await import('../../doctor/gpu-checks.js');
      const gpuChecks = [];
      for (const { device, details } of machine.devices)
        if (details.kind === 'cuda') gpuChecks.push(...(await checkGpu(device)));
      const diagnosis = diagnose(machine, addons, missingPackages(), gpuChecks);
      if (json) console.log(JSON.stringify({ machine, addons, gpuChecks, ...diagnosis }));
      else console.log(reportLines(machine, addons, diagnosis, gpuChecks).join('\n'));
      exit(diagnosis.problems.length === 0 ? 0 : 1);
    });
}
