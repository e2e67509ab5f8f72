import type { Communicator } from '../comm/communicator.js';
import type { Backend, Tensor } from '../nn/backend.js';
import type { Parameter, Units } from '../nn/parameter.js';
import type { Tape } from '../nn/tape.js';
import { gathersAgain, type PlannedParameter, type PlannedUnit, type ShardingStrategy } from './plan.js';
import { GatheredWeights, ReducedGradient, type ReplicaShard, type WirePrecision } from './sharded-unit.js';
import { unitGroups } from './unit-groups.js';

export interface ModuleSharding {
  strategy: ShardingStrategy;
  precision: WirePrecision;
}

interface UnitState {
  plan: PlannedUnit;
  weights: GatheredWeights;
  /** null: the replica has none. */
  gradient: ReducedGradient | null;
}

/** One pass of a unit. */
export interface UnitPass {
  /** Replica and submodule: student backbone. */
  module: string;
  unit: string;
  pass: 'forward' | 'backward';
}

/** Called at each unit's start, a sign of life that stalls are judged by, and at its end. */
export type OnUnit = (edge: 'begin' | 'end', of: UnitPass) => void;

/**
 * One replica (student, teacher or a frozen network) of one submodule, its units gathered around their use. A unit's gather starts the
 * next one's, in both directions. Every rank runs the same units in the same order, so collectives match.
 */
export class ShardedModule {
  private readonly units: UnitState[];
  private readonly indexByName: Map<string, number>;
  private readonly parameters = new Map<string, Parameter>();

  constructor(
    private readonly name: string,
    backend: Backend,
    comm: Communicator,
    plans: readonly PlannedUnit[],
    shards: readonly ReplicaShard[],
    private readonly sharding: ModuleSharding,
    private readonly onUnit: OnUnit,
  ) {
    const { paramDtype, reduceDtype } = sharding.precision;
    const groups = unitGroups(sharding.strategy, comm);
    this.units = plans.map((plan, i) => {
      const { weights, grad, rounded } = shards[i]!;
      return {
        plan,
        weights: new GatheredWeights(backend, groups.shards, plan, weights, rounded, paramDtype),
        gradient: grad && new ReducedGradient(backend, groups, plan, grad, reduceDtype),
      };
    });
    this.indexByName = new Map(plans.map((plan, i) => [plan.name, i]));
    for (const unit of this.units)
      for (const planned of unit.plan.parameters) this.parameters.set(planned.name, new UnitParameter(unit, planned));
  }

  /**
   * The module's units for one pass under `tape`.
   * @param backwardFollows at once: then no strategy gathers weights again for it
   */
  on(tape: Tape, backwardFollows = false): Units {
    return {
      parameter: (name) => {
        const parameter = this.parameters.get(name);
        if (parameter === undefined) throw new Error(`no parameter "${name}" in this module`);
        return parameter;
      },
      run: (name, body) => this.run(tape, this.indexByName.get(name)!, backwardFollows, body),
    };
  }

  /** Waits until every gradient of the last backward is summed in its shard. */
  finishReductions(): void {
    for (const { gradient } of this.units) gradient?.continueReduce();
    for (const { gradient } of this.units) gradient?.finishReduce();
  }

  private run<T>(tape: Tape, index: number, backwardFollows: boolean, body: () => T): T {
    const { weights, gradient } = this.units[index]!;
    const keepForBackward = tape.recording && (backwardFollows || !gathersAgain(this.sharding.strategy));
    const at = { module: this.name, unit: this.units[index]!.plan.name };
    const [forward, backward] = [{ ...at, pass: 'forward' } as const, { ...at, pass: 'backward' } as const];

    tape.onBackward(() => {
      gradient?.startReduce();
      weights.release();
      // At most two units' gradients are under way, so that their buffers are soon free again.
      this.units[index + 1]?.gradient?.continueReduce();
      this.units[index + 2]?.gradient?.finishReduce();
      this.onUnit('end', backward);
    });
    this.onUnit('begin', forward);
    weights.finishGather();
    this.units[index + 1]?.weights.startGather();
    const result = body();
    if (!keepForBackward) weights.release();
    this.onUnit('end', forward);
    tape.onBackward(() => {
      this.onUnit('begin', backward);
      weights.finishGather();
      // The root's backward begins first and ends last, so what comes before a block is another block, if any.
      if (index > 1) this.units[index - 1]!.weights.startGather();
      if (index === 0 && this.units.length > 1) this.units.at(-1)!.weights.startGather();
      gradient?.begin();
    });
    return result;
  }
}

/** A parameter as a view of its gathered unit. */
class UnitParameter implements Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  private weights: ViewOf | null = null;
  private gradient: ViewOf | null = null;

  constructor(
    private readonly unit: UnitState,
    private readonly planned: PlannedParameter,
  ) {
    this.name = planned.name;
    this.shape = planned.shape;
  }

  get data(): Tensor {
    this.weights = this.within(this.unit.weights.whole, this.weights, 'weights');
    return this.weights.view;
  }

  get grad(): Tensor {
    this.gradient = this.within(this.unit.gradient?.whole ?? null, this.gradient, 'gradient');
    return this.gradient.view;
  }

  /** The view that was made before, as long as the buffer is the same: a tensor costs more than an op's own call. */
  private within(whole: Tensor | null, made: ViewOf | null, what: string): ViewOf {
    if (whole === null)
      throw new Error(
        `the ${what} of ${this.unit.plan.submodule}.${this.name} are read while unit "${this.unit.plan.name}" is released`,
      );
    if (made?.whole === whole) return made;
    return { whole, view: whole.narrow(this.planned.offset, this.planned.numel).view(this.planned.shape) };
  }
}

interface ViewOf {
  whole: Tensor;
  view: Tensor;
}
