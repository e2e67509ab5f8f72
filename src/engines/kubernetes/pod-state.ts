import type { ContainerStatus, Node, Pod } from './objects.js';
import { conditionOf } from './watch-objects.js';

/** What a pod's status says of it. */
export type PodState =
  /** Not all of its containers have been started. reason: why, as far as anybody has said; null where nobody has. */
  | { kind: 'waits'; reason: string | null; isLasting: boolean }
  /** problem: its container has ended, and is started again in it; null where it has not. */
  | { kind: 'runs'; problem: string | null; isLasting: boolean }
  /** It is to go, or is cut off and should have gone. */
  | { kind: 'leaves'; reason: string }
  | { kind: 'ended'; exitCode: number | null; reason: string };

/** What the kubelet cannot do, whenever it tries. Source: pkg/kubelet/images, pkg/kubelet/kuberuntime */
const LASTING = ['InvalidImageName', 'ErrImageNeverPull'];
/** It says no more than that nothing is wrong so far. */
const QUIET = ['ContainerCreating', 'PodInitializing'];

/** @param container the name of the one that matters */
export function podState(pod: Pod, container: string): PodState {
  const { status = {}, metadata } = pod;
  const ofContainer = status.containerStatuses?.find(({ name }) => name === container);
  if (status.phase === 'Failed' || status.phase === 'Succeeded') return endOf(pod, ofContainer);
  if (metadata.deletionTimestamp !== undefined) return { kind: 'leaves', reason: whyGone(pod) ?? 'it was deleted' };
  if (status.phase === 'Running' && ofContainer !== undefined) {
    const last = ofContainer.lastState?.terminated ?? ofContainer.state?.terminated;
    if (last === undefined) return { kind: 'runs', problem: null, isLasting: false };
    const times = ofContainer.restartCount > 1 ? `, ${ofContainer.restartCount} times by now` : '';
    // Its present process is an attempt: what ended the one before is all that is known.
    return {
      kind: 'runs',
      problem: `${containerEnd(last)}; it is started again in its pod${times}`,
      isLasting: last.exitCode === 2,
    };
  }
  const waiting = ofContainer?.state?.waiting;
  if (waiting?.reason !== undefined && !QUIET.includes(waiting.reason)) {
    const message = waiting.message === undefined ? '' : `: ${waiting.message}`;
    return { kind: 'waits', reason: `${waiting.reason}${message}`, isLasting: LASTING.includes(waiting.reason) };
  }
  const scheduled = conditionOf(status.conditions, 'PodScheduled');
  if (scheduled?.status === 'False') {
    const reason = `${scheduled.reason ?? 'not scheduled'}: ${scheduled.message ?? 'the scheduler has not said why'}`;
    return { kind: 'waits', reason, isLasting: false };
  }
  return { kind: 'waits', reason: null, isLasting: false };
}

function endOf(pod: Pod, ofContainer: ContainerStatus | undefined): PodState {
  const terminated = ofContainer?.state?.terminated ?? ofContainer?.lastState?.terminated;
  const why = whyGone(pod);
  if (terminated === undefined) {
    const { reason, message } = pod.status ?? {};
    return {
      kind: 'ended',
      exitCode: null,
      reason: why ?? ([reason, message].filter(Boolean).join(': ') || 'its pod has failed'),
    };
  }
  const end = containerEnd(terminated);
  return { kind: 'ended', exitCode: terminated.exitCode, reason: why === null ? end : `${why}: ${end}` };
}

/** Evicted, preempted, its node drained or lost. */
function whyGone({ status = {} }: Pod): string | null {
  const disruption = conditionOf(status.conditions, 'DisruptionTarget');
  if (disruption?.status === 'True') return `${disruption.reason}: ${disruption.message}`;
  return status.reason === undefined ? null : `${status.reason}: ${status.message ?? 'its pod has failed'}`;
}

function containerEnd({
  exitCode,
  reason,
  message = '',
}: {
  exitCode: number;
  reason?: string;
  message?: string;
}): string {
  const words = message.trimEnd().split('\n').at(-1)?.trim() ?? '';
  const how =
    reason === 'OOMKilled' ? 'was killed, as its container had no memory left' : `ended with code ${exitCode}`;
  return `its process ${how}: ${words || 'without a word'}`;
}

/** Why a node is not to be counted on; null where it is. */
export function nodeProblem({ status }: Node): string | null {
  const ready = conditionOf(status?.conditions, 'Ready');
  if (ready === null || ready.status === 'True') return null;
  return `node ${ready.reason ?? 'NotReady'}: ${ready.message ?? 'it is not ready'}`;
}
