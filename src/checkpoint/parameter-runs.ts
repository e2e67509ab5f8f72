import type { PlannedParameter, PlannedUnit, ShardingPlan } from '../fsdp/plan.js';
import { CheckpointError } from './checkpoint-error.js';

interface Located {
  unit: PlannedUnit;
  parameter: PlannedParameter;
}

/** Elements [from, to) of a unit's shard, as the rank has written it that speaks for the shard. */
export interface ParameterRun {
  unit: PlannedUnit;
  /** Whose file has it. */
  rank: number;
  from: number;
  to: number;
  /** Elements of what is asked for that come before. */
  done: number;
}

/** Where the parameters of a checkpoint lie in the files of its ranks. */
export class ParameterRuns {
  readonly #located = new Map<string, Located>();

  /** @param place names the checkpoint in errors */
  constructor(
    plan: ShardingPlan,
    private readonly place: string,
  ) {
    for (const unit of plan.units)
      for (const parameter of unit.parameters)
        this.#located.set(`${unit.submodule}.${parameter.name}`, { unit, parameter });
  }

  /** With their submodule, e.g. `backbone.cls_token`. */
  get names(): string[] {
    return [...this.#located.keys()];
  }

  /** @throws CheckpointError where there is no such parameter */
  parameter(name: string): PlannedParameter {
    return this.#locate(name).parameter;
  }

  /** Elements [start, start + numel) of a parameter, in row-major order. */
  *of(name: string, start: number, numel: number): Generator<ParameterRun> {
    const { unit, parameter } = this.#locate(name);
    for (let done = 0; done < numel; ) {
      const element = parameter.offset + start + done;
      const rank = Math.floor(element / unit.shardNumel); // shard s is rank s's to write
      const from = element - rank * unit.shardNumel;
      const to = Math.min(from + numel - done, unit.shardNumel);
      yield { unit, rank, from, to, done };
      done += to - from;
    }
  }

  #locate(name: string): Located {
    const located = this.#located.get(name);
    if (located === undefined)
      throw new CheckpointError('CHECKPOINT_INCOMPATIBLE', `${this.place} has no parameter "${name}"`);
    return located;
  }
}
