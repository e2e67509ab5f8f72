import type { Communicator } from '../comm/communicator.js';
import type { Config } from '../config/schema.js';
import { ownedRuns, planSharding, type ShardingPlan } from '../fsdp/plan.js';
import type { OnUnit } from '../fsdp/sharded-module.js';
import { allocateRounded, allocateShards, type RoundedWeights, type UnitShards } from '../fsdp/sharded-unit.js';
import { type StepTraffic, stepTraffic } from '../fsdp/traffic.js';
import { type Networks, networksOf, type SubmoduleName } from '../model/networks.js';
import { type Backend, OptimizerState, type Tensor } from '../nn/backend.js';
import { initializeElements } from '../nn/initialize.js';
import {
  type FrozenTargetSource,
  type ShardedNetwork,
  shardedNetwork,
  shardingOf,
  submodulesOf,
  type TargetSource,
  unitIndices,
} from './sharded-network.js';

/** Loss scale of a fresh run with a scaler. Source: torch.cuda.amp.GradScaler. */
const INITIAL_LOSS_SCALE = 65536;

/** Everything that a rank holds of a training: its shards and the optimizer's few scalars. */
export class TrainingState {
  readonly networks: Networks;
  readonly plan: ShardingPlan;
  /** By unit, in the plan's order. */
  readonly shards: UnitShards[];
  /** As many. */
  readonly rounded: (RoundedWeights | null)[];
  /** (OptimizerState.size) float32 on the device. */
  readonly optimizer: Tensor;
  /** (P) float32 moving centres of the teacher's logits, the same on every rank. */
  readonly centers: { dino: Tensor; ibot: Tensor };
  readonly student: ShardedNetwork;
  readonly teacher: ShardedNetwork;

  constructor(
    readonly config: Config,
    readonly backend: Backend,
    readonly comm: Communicator,
    onUnit: OnUnit,
    /** In distillation: where targets come from, in place of the teacher; closed with the state. */
    readonly frozenTeacher: FrozenTargetSource | null = null,
  ) {
    this.networks = networksOf(config);
    const submodules = submodulesOf(config, this.networks);
    this.plan = planSharding(submodules, comm.worldSize, comm.nodes?.within.size);
    this.shards = this.plan.units.map((unit) => allocateShards(backend, unit));
    this.rounded = this.plan.units.map((unit) => allocateRounded(backend, unit));
    this.optimizer = backend.zeros([OptimizerState.size], 'float32');
    backend.fill(this.lossScale, config.compute_precision.grad_scaler ? INITIAL_LOSS_SCALE : 1);
    const { dinoHead, ibotHead } = this.networks;
    this.centers = {
      dino: backend.zeros([dinoHead.numPrototypes], 'float32'),
      ibot: backend.zeros([(ibotHead ?? dinoHead).numPrototypes], 'float32'),
    };
    const network = (which: 'student' | 'teacher', hasGradient: boolean) => {
      const shards = this.shards.map((unit, i) => {
        const rounded = this.rounded[i]!;
        return {
          weights: unit[which],
          grad: hasGradient ? unit.grad : null,
          rounded: () => rounded && this.currentlyRounded(rounded, unit)[which],
        };
      });
      return shardedNetwork(config, which, this.plan, shards, backend, comm, onUnit);
    };
    this.student = network('student', true);
    this.teacher = network('teacher', false);
  }

  private currentlyRounded(rounded: RoundedWeights, unit: UnitShards): RoundedWeights {
    if (!rounded.areCurrent) {
      this.backend.cast(unit.student, rounded.student);
      this.backend.cast(unit.teacher, rounded.teacher);
      rounded.areCurrent = true;
    }
    return rounded;
  }

  /** (1) float32 on the device. */
  get lossScale(): Tensor {
    return this.optimizer.narrow(OptimizerState.lossScale, 1);
  }

  get targetSource(): TargetSource {
    return this.frozenTeacher ?? { networks: this.networks, modules: this.teacher };
  }

  get submodules(): SubmoduleName[] {
    return [...new Set(this.plan.units.map((unit) => unit.submodule as SubmoduleName))];
  }

  /** What a checkpoint holds besides the shards, by its name there. */
  get replicated(): Record<string, Tensor> {
    if (this.config.train.centering !== 'centering') return {};
    return { 'center.dino': this.centers.dino, 'center.ibot': this.centers.ibot };
  }

  /** What this rank sends and receives of weights and gradients in a step. */
  stepTraffic(): StepTraffic {
    const teacherPlan = this.frozenTeacher?.plan ?? this.plan;
    return stepTraffic(this.plan, teacherPlan, this.comm.rank, (network, submodule) =>
      shardingOf(this.config, network, submodule as SubmoduleName),
    );
  }

  unitIndices(submodule: string): number[] {
    return unitIndices(this.plan.units, submodule);
  }

  /** Fresh weights from the seed, the same however they are sharded. */
  initialize(): void {
    const { seed } = this.config.train;
    this.plan.units.forEach((unit, i) => {
      for (const { parameter, parameterStart, shardStart, numel } of ownedRuns(unit, this.comm.rank)) {
        const elements = this.shards[i]!.student.narrow(shardStart, numel);
        initializeElements(this.backend, seed, unit.submodule, parameter, parameterStart, elements);
      }
    });
    this.copyStudentToTeacher();
  }

  copyStudentToTeacher(): void {
    for (const { student, teacher } of this.shards) this.backend.cast(student, teacher);
  }

  /**
   * Whether weights, student's and teacher's, and centres are finite on all ranks, and small enough for the sum of their squares to
   * be. Collective; reads every weight once and waits for the device: not within a step.
   */
  weightsAreFinite(): boolean {
    const { backend, comm } = this;
    const weights = this.shards.flatMap(({ student, teacher }) => [student, teacher]);
    const sum = backend.zeros([1], 'float32');
    for (const tensor of [...weights, ...Object.values(this.replicated)]) backend.squaredNorm(tensor, sum);
    comm.allReduce(sum).join();
    const host = new Float32Array(1);
    backend.download(sum, host);
    sum.release();
    return Number.isFinite(host[0]!);
  }

  /** Waits until every gradient is summed in its shard. */
  finishReductions(): void {
    for (const module of Object.values(this.student)) module.finishReductions();
  }

  close(): void {
    for (const shards of this.shards) for (const tensor of Object.values(shards) as Tensor[]) tensor.release();
    for (const rounded of this.rounded) for (const tensor of [rounded?.student, rounded?.teacher]) tensor?.release();
    for (const center of Object.values(this.centers)) center.release();
    this.optimizer.release();
    this.frozenTeacher?.close();
  }
}
