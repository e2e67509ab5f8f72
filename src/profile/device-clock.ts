import type { Backend } from '../nn/backend.js';
import type { CollectiveLane, DeviceEvent, NativeLanes } from '../nn/cuda-backend.js';
import { type Interval, nowNs } from '../system/monotonic-clock.js';

/** Something on a device: it begins when the last of these points is reached, and ends with its own. */
export interface DeviceSpan {
  after: readonly DeviceEvent[];
  to: DeviceEvent;
}

/** When a device came to points in its work, by its own clock. */
export class DeviceClock {
  private constructor(private readonly lanes: Pick<NativeLanes, 'recordTimed' | 'secondsBetween' | 'wait'>) {}

  /** null where ops are done when their calls return. */
  static of(backend: Backend): DeviceClock | null {
    return 'recordTimed' in backend ? new DeviceClock(backend as Backend & NativeLanes) : null;
  }

  /** A point after all that a lane was asked for so far: the ops' own, or that of gathers or reductions. */
  mark(lane: CollectiveLane = 'compute'): DeviceEvent {
    return this.lanes.recordTimed(lane);
  }

  /** Waits for the device. @returns when something ran whose points were set before, by the host's clock */
  read(): (span: DeviceSpan) => Interval {
    const now = this.mark();
    this.lanes.wait(now);
    const atNs = nowNs();
    const timeOf = (mark: DeviceEvent) => atNs - 1e9 * this.lanes.secondsBetween(mark, now);
    return ({ after, to }) => ({ startNs: Math.max(...after.map(timeOf)), endNs: timeOf(to) });
  }
}
