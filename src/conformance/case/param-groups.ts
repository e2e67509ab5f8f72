import type { Config } from '../../config/schema.js';
import { networksOf } from '../../model/networks.js';
import { multipliersOf } from '../../train/parameter-groups.js';
import { submodulesOf } from '../../train/sharded-network.js';
import { unchunked } from '../../weights/released-names.js';
import type { Comparison } from '../compare.js';
import type { ParamGroup } from './expected-numbers.js';
import type { StepCase } from './step-case.js';

/** What the optimizer multiplies rate and decay by: a group for every parameter. */
export function paramGroupsOf(config: Config): ParamGroup[] {
  const networks = networksOf(config);
  const options = {
    layerwiseDecay: config.optim.layerwise_decay,
    patchEmbedLrMult: config.optim.patch_embed_lr_mult,
    depth: networks.vit.depth,
  };
  const names = submodulesOf(config, networks).flatMap(({ name, units }) =>
    units.flatMap(({ parameters }) => parameters.map((parameter) => `${name}.${parameter.name}`)),
  );
  return names.map((name) => {
    const { lrMultiplier, wdMultiplier, isLastLayer } = multipliersOf(name, options);
    return { params: [name], lr_multiplier: lrMultiplier, wd_multiplier: wdMultiplier, is_last_layer: isLastLayer };
  });
}

/** Every parameter must be in one group of the case, with the multipliers that it has here. */
export function compareMultipliers({ config, expected }: StepCase, comparison: Comparison): void {
  const groupsOf = new Map<string, ParamGroup[]>();
  for (const group of expected.paramGroups)
    for (const name of group.params.map(unchunked)) groupsOf.set(name, [...(groupsOf.get(name) ?? []), group]);
  for (const group of paramGroupsOf(config)) {
    const [name] = group.params as [string];
    const groups = groupsOf.get(name) ?? [];
    comparison.addMultipliers(name, group, groups.length === 1 ? groups[0]! : null);
    groupsOf.delete(name);
  }
  for (const name of groupsOf.keys()) comparison.addMultipliers(name, null, null);
}
