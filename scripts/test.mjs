// Everything that must hold: set-up, format and lint, types (by the build), then the tests: units first, several at a time,
// then jobs, which start processes, two at a time, and those that want the machine for themselves (CONTRIBUTING.md, "Tests").
//
//   npm test [-- NAME...]        only test files whose path contains one of the names
//   npm run test:units           only units
//   npm run test:jobs            only jobs
//   npm run test:references      only test files that read unit references, from the folder GOLDEN_UNITS if that is set
//   npm run test:soak            the long sweeps, test/**/*.soak.ts
//   npm run test:kubernetes      on a real control plane, which is built first, test/**/*.kubernetes.ts
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { runQuietly } from './setup/processes.mjs';
import { step } from './setup/step.mjs';
import { StepError } from './setup/step-error.mjs';
import { installSystemPackages, kubernetesPackages, testPackages } from './setup/system-packages.mjs';
import { runMain, setup } from './setup.mjs';
import { compiledOf, isAlone, needsMoto, readsReferences, startsProcesses, testSources } from './test/files.mjs';
import { buildControlPlane } from './test/kubernetes/build.mjs';
import { installMoto } from './test/moto.mjs';
import { runParts } from './test/run-parts.mjs';

const MINUTE_MS = 60_000;

/** A folder given as seen from where npm was called, as it is seen from anywhere. */
function useGivenReferences() {
  if (!process.env.GOLDEN_UNITS) return;
  const folder = resolve(process.env.INIT_CWD ?? '.', process.env.GOLDEN_UNITS);
  if (!existsSync(join(folder, 'schedules.json')))
    throw new StepError(
      `GOLDEN_UNITS is ${folder}, where no schedules.json can be read; expected a folder of unit references, with the ` +
        'files that test/golden/README.md lists under "Units"',
    );
  process.env.GOLDEN_UNITS = folder;
}

function partsOf(sources, kind) {
  if (kind !== 'test') return [{ name: kind, sources, concurrency: 1, limitMs: 60 * MINUTE_MS }];
  const jobs = sources.filter(startsProcesses);
  const units = sources.filter((source) => !jobs.includes(source));
  const limitMs = 5 * MINUTE_MS;
  return [
    { name: 'units', sources: units, concurrency: Math.max(2, availableParallelism()), limitMs: 2 * MINUTE_MS },
    { name: 'jobs', sources: jobs.filter((job) => !isAlone(job)), concurrency: 2, limitMs },
    { name: 'jobs that are alone', sources: jobs.filter(isAlone), concurrency: 1, limitMs },
  ];
}

await runMain(async () => {
  useGivenReferences();
  // Tests start commands as a shell would: what those print must not depend on who has started the tests.
  delete process.env.INIT_CWD;
  const args = process.argv.slice(2);
  const kind = ['soak', 'kubernetes'].find((name) => args.includes(`--${name}`)) ?? 'test';
  const names = args.filter((arg) => !arg.startsWith('--'));

  const yes = args.includes('--yes');
  await setup({ yes });
  const packages = kind === 'kubernetes' ? [...testPackages, ...kubernetesPackages] : testPackages;
  await step('packages of tests', () => installSystemPackages(packages, yes));
  await step('format and lint', () => runQuietly('npx', ['biome', 'check', '.']));

  // It takes minutes, and no GPU.
  if (kind === 'test' && names.length === 0)
    await step('cuda.node', () => runQuietly(process.execPath, ['scripts/build-cuda.mjs', '--unless-compiled']));

  if (kind === 'kubernetes') await buildControlPlane();

  const all = testSources(kind, names);
  const sources = args.includes('--references') ? all.filter(readsReferences) : all;
  const asked = ['units', 'jobs'].filter((name) => args.includes(`--${name}`));
  const isAsked = ({ name }) => asked.length === 0 || asked.some((word) => name.startsWith(word));
  const parts = partsOf(sources, kind)
    .filter((part) => part.sources.length > 0 && isAsked(part))
    .map((part) => ({ ...part, files: part.sources.map(compiledOf) }));
  if (parts.length === 0) throw new StepError(`no ${kind} files${names.length ? ` match ${names.join(', ')}` : ''}`);
  if (parts.some((part) => part.sources.some(needsMoto))) await step('moto', async () => void (await installMoto()));
  if (!(await runParts(parts))) process.exitCode = 1;
});
