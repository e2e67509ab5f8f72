import type { Config } from '../../config/schema.js';
import { networksOf } from '../../model/networks.js';
import { multipliersOf } from '../../train/parameter-groups.js';
import { submodulesOf } from '../../train/sharded-network.js';
import type { ParamGroup } from './expected-numbers.js';

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
