import { openModel } from '../../checkpoint/open-model.js';
import type { Communicator } from '../../comm/communicator.js';
import { ConfigError } from '../../config/config-error.js';
import type { Config } from '../../config/schema.js';
import { ownedRuns, planSharding, type ShardingPlan } from '../../fsdp/plan.js';
import type { OnUnit } from '../../fsdp/sharded-module.js';
import type { DinoHeadShape } from '../../model/dino-head.js';
import { type Networks, networksOf } from '../../model/networks.js';
import type { Backend, Tensor } from '../../nn/backend.js';
import { initializeElements } from '../../nn/initialize.js';
import type { HeadName, ModelWeights } from '../../weights/backbone-weights.js';
import { checkFits, readFitted } from '../../weights/fit-weights.js';
import { inferHead } from '../../weights/infer-head.js';
import { configOfWeights } from '../../weights/infer-network.js';
import { normalizationDifference } from '../../weights/normalization.js';
import { WeightsError } from '../../weights/weights-error.js';
import { type FrozenTargetSource, type ShardedNetwork, shardedNetwork, submodulesOf } from '../sharded-network.js';
import { fillShard } from './fill-shard.js';

/**
 * The network that a student is distilled from: sharded as any other, in one float32 replica that never changes. It is
 * loaded at each start of a worker, and no checkpoint holds it.
 */
export class FrozenTeacher implements FrozenTargetSource {
  readonly modules: ShardedNetwork;
  readonly plan: ShardingPlan;
  /** By unit, (shardNumel) float32. */
  private readonly shards: Tensor[];

  constructor(
    config: Config,
    readonly networks: Networks,
    private readonly backend: Backend,
    private readonly comm: Communicator,
    onUnit: OnUnit,
  ) {
    this.plan = planSharding(submodulesOf(config, networks), comm.worldSize, comm.nodes?.within.size);
    this.shards = this.plan.units.map(({ shardNumel }) => backend.zeros([shardNumel], 'float32'));
    const shards = this.shards.map((weights) => ({ weights, grad: null, rounded: () => null }));
    this.modules = shardedNetwork(config, 'teacher', this.plan, shards, backend, comm, onUnit);
  }

  /** In words, for the start of the log. */
  get description(): string {
    const parameters = this.plan.units.flatMap((unit) => unit.parameters).reduce((sum, { numel }) => sum + numel, 0);
    const bytes = this.shards.reduce((sum, { numel }) => sum + 4 * numel, 0);
    return `a frozen teacher of ${parameters} parameters: ${(bytes / 2 ** 20).toFixed(1)} MiB in float32`;
  }

  load({ backbone, heads }: ModelWeights, onParameter: () => void): void {
    this.plan.units.forEach((unit, i) => {
      const read = (parameter: string) =>
        unit.submodule === 'backbone'
          ? readFitted(backbone, this.networks.vit, parameter)
          : heads[unit.submodule as HeadName]!.read(parameter);
      fillShard(this.backend, unit, this.comm.rank, this.shards[i]!, read, onParameter);
    });
  }

  /** Fresh weights in place of its own: for a rehearsal. */
  initialize(): void {
    const { backend, comm, plan } = this;
    plan.units.forEach((unit, i) => {
      for (const { parameter, parameterStart, shardStart, numel } of ownedRuns(unit, comm.rank)) {
        const elements = this.shards[i]!.narrow(shardStart, numel);
        initializeElements(backend, 0, unit.submodule, parameter, parameterStart, elements);
      }
    });
  }

  close(): void {
    for (const shard of this.shards) shard.release();
  }
}

/**
 * The network of distillation.teacher; null where nothing is distilled.
 * @param signOfLife called at each parameter
 * @param onUnit unless given, signOfLife is called at each unit as well
 */
export async function openFrozenTeacher(
  config: Config,
  backend: Backend,
  comm: Communicator,
  signOfLife: () => void,
  onUnit: OnUnit = signOfLife,
): Promise<FrozenTeacher | null> {
  if (config.distillation.teacher === '') return null;
  const weights = await openModel(config.distillation.teacher);
  try {
    const teacher = new FrozenTeacher(config, teacherNetworks(weights, config), backend, comm, onUnit);
    teacher.load(weights, signOfLife);
    return teacher;
  } finally {
    weights.backbone.close();
  }
}

/** The same without its numbers, which are neither read nor made: for a plan. Null where nothing is distilled. */
export async function shapeFrozenTeacher(
  config: Config,
  backend: Backend,
  comm: Communicator,
): Promise<FrozenTeacher | null> {
  if (config.distillation.teacher === '') return null;
  const weights = await openModel(config.distillation.teacher);
  try {
    return new FrozenTeacher(config, teacherNetworks(weights, config), backend, comm, () => {});
  } finally {
    weights.backbone.close();
  }
}

/**
 * Reads shapes only: to be called before a process is started.
 * @param onNote told what a person should hear of how the weights will be read
 * @throws WeightsError, ConfigError where distillation.teacher cannot be what the student learns from
 */
export async function checkDistillationTeacher(
  config: Config,
  onNote: (note: string) => void = () => {},
): Promise<void> {
  if (config.distillation.teacher === '') return;
  const weights = await openModel(config.distillation.teacher);
  try {
    teacherNetworks(weights, config);
    weights.backbone.notes.forEach(onNote);
  } finally {
    weights.backbone.close();
  }
}

/** The teacher's networks by its weights, its position embedding made for the student's global crops. */
function teacherNetworks(weights: ModelWeights, config: Config): Networks {
  const { source } = weights.backbone;
  const vit = { ...backboneOf(weights, config), imageSize: config.crops.global_crops_size };
  if (vit.patchSize !== config.student.patch_size)
    throw new WeightsError(
      'WEIGHTS_DIFFER',
      `${source} has patches of ${vit.patchSize} px, expected ${config.student.patch_size} px, which is ` +
        'student.patch_size: each patch of the student is compared with the same patch of the teacher',
    );
  checkFits(weights.backbone, vit);
  const difference = normalizationDifference(weights.backbone, config);
  if (difference !== null)
    throw new ConfigError(
      'NOT_IN_DISTILLATION',
      `${source} ${difference}: a frozen teacher and its student are shown the same images`,
    );
  const student = networksOf(config);
  const dinoHead = headOf(weights, 'dino_head', vit.embedDim, student.dinoHead);
  checkSameSharing(weights, config);
  const ibotHead = student.ibotHead && headOf(weights, 'ibot_head', vit.embedDim, student.ibotHead);
  return { vit, dinoHead, ibotHead };
}

function backboneOf({ backbone }: ModelWeights, config: Config): Networks['vit'] {
  const { num_heads: heads } = config.distillation;
  if (heads !== null && backbone.config !== null)
    throw new ConfigError(
      'ARCH_MISMATCH',
      `distillation.num_heads is ${heads}, but ${backbone.source} is a checkpoint, which says itself; leave it out`,
    );
  const overrides = heads === null ? [] : [`student.num_heads=${heads}`];
  return networksOf(configOfWeights(backbone, overrides, 'distillation.num_heads')).vit;
}

function headOf(
  { backbone, heads }: ModelWeights,
  name: HeadName,
  width: number,
  student: DinoHeadShape,
): DinoHeadShape {
  const weights = heads[name];
  if (weights === undefined)
    throw new WeightsError(
      'WEIGHTS_DIFFER',
      `${backbone.source} has no ${name}: targets are made by a teacher's heads, and weights of a backbone alone have ` +
        'none; use a checkpoint directory, or a teacher_checkpoint.pth as the released training code saves it',
    );
  const head = inferHead(backbone.source, name, weights, width);
  if (head.numPrototypes !== student.numPrototypes) {
    const key = `${name.replace('_head', '')}.head_n_prototypes`;
    throw new WeightsError(
      'WEIGHTS_DIFFER',
      `${backbone.source} has a ${name} of ${head.numPrototypes} prototypes, but ${key} is ${student.numPrototypes}; ` +
        `set ${key}=${head.numPrototypes}`,
    );
  }
  return head;
}

/** One head for class tokens and patches, or one for each: with both networks the same. */
function checkSameSharing({ backbone, heads }: ModelWeights, { ibot }: Config): void {
  const isSeparate = heads.ibot_head !== undefined;
  if (ibot.loss_weight === 0 || isSeparate === ibot.separate_head) return;
  const has = isSeparate ? 'a separate ibot_head' : 'one head for class tokens and patches';
  throw new WeightsError(
    'WEIGHTS_DIFFER',
    `${backbone.source} has ${has}, but ibot.separate_head is ${ibot.separate_head}; set ibot.separate_head=${isSeparate}`,
  );
}
