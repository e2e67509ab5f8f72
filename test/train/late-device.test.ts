/** The loop, its collectives and its saves on a device that works as late as it may, with the host ahead of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { smallConfig } from '../checkpoint/small-training.js';
import { folderOf, noisePngs } from '../data/image-files.js';
import { indexedImages } from '../data/indexed-images.js';
import { type LoopRankResult, trainOnRanks } from './loop-ranks.js';
import { mutated } from './mutant.js';

const base = smallConfig();
const config = {
  ...base,
  compute_precision: { grad_scaler: false },
  student: { ...base.student, drop_path_rate: 0.3 },
  crops: { global_crops_size: 32, local_crops_size: 16, local_crops_number: 2 },
  train: { ...base.train, max_steps: 11, OFFICIAL_EPOCH_LENGTH: 11, log_every: 8, checkpoint_steps: 3 },
  optim: { ...base.optim, epochs: 1, warmup_epochs: 0, freeze_last_layer_epochs: 0, base_lr: 0.05 },
  teacher: { ...base.teacher, warmup_teacher_temp_epochs: 1 },
};
const fullShard = { sharding_strategy: 'FULL_SHARD' };
const network = { backbone: fullShard, dino_head: fullShard, ibot_head: fullShard };
const configs = {
  SHARD_GRAD_OP: config,
  'FULL_SHARD, centering': {
    ...config,
    compute_precision: { grad_scaler: true, student: network, teacher: network },
    train: { ...config.train, centering: 'centering' },
  },
};

const numbersOf = (ranks: LoopRankResult[]) => ranks.map(({ reports, state }) => ({ reports, state }));

for (const [name, of] of Object.entries(configs))
  for (const worldSize of [1, 2])
    test(`losses and all that is saved are the same to the bit on ${worldSize} late devices: ${name}`, async (t) => {
      const start = { config: of, images: await indexedImages(t, folderOf(t, noisePngs(9))), globalBatch: 5 };
      const wanted = numbersOf(await trainOnRanks(worldSize, start));
      assert.deepEqual(numbersOf(await trainOnRanks(worldSize, { ...start, late: true })), wanted);
    });

/** Mistakes that only a device that works late shows. */
const mutants: { name: string; file: string; from: RegExp; to: string }[] = [
  {
    name: 'gathered weights that are read before they are joined',
    file: 'src/fsdp/sharded-unit.js',
    from: /work\.join\(\);(?=\s*this\.full = )/,
    to: '',
  },
  {
    name: 'a gradient that is read before its reduction is joined',
    file: 'src/fsdp/sharded-unit.js',
    from: /work\.join\(\);(?=\s*wire\.release\(\);\s*this\.scattering)/,
    to: '',
  },
  {
    name: 'a batch that is given back before its step is done',
    file: 'src/train/loop.js',
    from: /end\.wait\(\);/,
    to: '',
  },
  {
    name: 'an update that does not wait for the copy of a save',
    file: 'src/train/loop.js',
    from: /saves\.finishCopy\(\)/,
    to: 'undefined',
  },
  {
    name: 'a gradient on the wire that is released before its reduction is joined',
    file: 'src/fsdp/sharded-unit.js',
    from: /this\.scattering = \{ work: .+, wire \};/,
    to: 'this.scattering = { work: shards.reduceScatter(wire, this.shard), wire: { release() {} } }; wire.release();',
  },
];
// At a save the device catches up, which would hide what is given back too early.
const withoutSaves = { ...config, train: { ...config.train, checkpoint_steps: 100 } };
for (const { name, file, from, to } of mutants)
  test(`a late device finds ${name}`, async (t) => {
    const isOfSaves = name.includes('save');
    const images = await indexedImages(t, folderOf(t, noisePngs(9)));
    const start = { config: isOfSaves ? config : withoutSaves, images, globalBatch: 5, late: true };
    const wanted = numbersOf(await trainOnRanks(2, start));
    const { trainOnRanks: trainMutant } = (await import(
      mutated(t, file, from, to, 'test/train/loop-ranks.js')
    )) as typeof import('./loop-ranks.js');
    const outcome = await trainMutant(2, start).then(
      (ranks) => (JSON.stringify(numbersOf(ranks)) === JSON.stringify(wanted) ? 'the same numbers' : 'other numbers'),
      (error: Error) => error.message,
    );
    assert.notEqual(outcome, 'the same numbers');
  });
