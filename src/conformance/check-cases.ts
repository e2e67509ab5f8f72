import type { Config } from '../config/schema.js';
import { networksOf } from '../model/networks.js';
import { submodulesOf } from '../train/sharded-network.js';
import { type CaseOptions, openStepCase } from './case/step-case.js';
import type { CaseReport } from './report.js';
import { runRanks } from './run-ranks.js';

/**
 * Replays cases one after the other. All are opened before the first is computed: a wrong folder shows at once.
 * @throws CaseError, ConfigError where a case is not what it should be; RankError where a rank fails
 */
export async function* checkCases(
  folders: readonly string[],
  options: CaseOptions,
  device: string,
): AsyncGenerator<CaseReport> {
  const cases = folders.map((folder) => openStepCase(folder, options));
  for (const stepCase of cases) {
    const groups = await runRanks(stepCase, options, device);
    const { folder, ranks, config, precision, toTheBit } = stepCase;
    const ok = groups.every((group) => group.ok);
    yield { folder, ranks, strategy: strategiesOf(config), precision, toTheBit, groups, ok };
  }
}

/** One name, or those of the sub-modules where they differ. */
function strategiesOf(config: Config): string {
  const names = submodulesOf(config, networksOf(config)).map(({ strategy }) => strategy);
  return [...new Set(names)].join(' and ');
}
