import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { multipliersOf } from '../../src/train/parameter-groups.js';

for (const name of ['step-centering', 'step-sinkhorn-swiglu-registers', 'step-two-ranks', 'step-stochastic-depth'])
  test(`multipliers of every parameter of ${name} are exactly those of the released code`, () => {
    const { param_groups: groups } = JSON.parse(readFileSync(`test/golden/${name}/expected.json`, 'utf8'));
    const options = { layerwiseDecay: 0.9, patchEmbedLrMult: 0.2, depth: 3 };
    for (const group of groups)
      for (const parameter of group.params)
        assert.deepEqual(
          multipliersOf(parameter, options),
          { lrMultiplier: group.lr_multiplier, wdMultiplier: group.wd_multiplier, isLastLayer: group.is_last_layer },
          parameter,
        );
  });
