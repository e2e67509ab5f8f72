import type { Node, Pod } from './objects.js';
import { AGENT_CONTAINER } from './pod-options.js';
import { nodeProblem, type PodState, podState } from './pod-state.js';
import { MADE_OF_ANNOTATION, SLOT_LABEL } from './run-labels.js';

/** One of the agents that are wanted, in a pod of its own; when that goes, in another one. */
export interface Slot {
  number: number;
  /** Nobody is wanted there any more, or nobody could be. */
  isGivenUp: boolean;
  /** Another pod is made for it from then on. */
  notBeforeMs: number;
}

/** What is done about a pod. */
export type PodAction =
  | { kind: 'create'; slot: number }
  /** Its agent leaves the job when that costs nothing, as its pod is to go. */
  | { kind: 'drain'; pod: Pod; reason: string }
  /** Nothing of it runs any more. */
  | { kind: 'clear'; slot: number; pod: Pod; state: Extract<PodState, { kind: 'ended' }> }
  | { kind: 'delete'; pod: Pod; reason: string }
  /** Nobody is there who could end it: its node is lost. */
  | { kind: 'free'; pod: Pod; reason: string };

export interface Problem {
  reason: string;
  /** Waiting does not help. */
  isLasting: boolean;
}

export interface PodPlan {
  actions: PodAction[];
  /** Of slots whose agent does not take part, as far as is known why. */
  problems: Map<number, Problem>;
  /** Pods of slots that wait for long, and nobody has said why. */
  unexplained: Map<number, Pod>;
}

/** Behind the time by which a kubelet has ended a pod in any case. */
const OVERDUE_MS = 10_000;
/** An image may be large; of what is in the way a note is made sooner. */
const LONG_MS = 10_000;
/** From when a pod runs to when its agent takes part: it looks at images and directories. */
const JOIN_MS = 60_000;

export interface Seen {
  pods: Iterable<Pod>;
  /** Names of pods whose agents take part. */
  here: { has(pod: string): boolean };
  /** By their names; null where nobody may know. */
  nodes: ReadonlyMap<string, Node> | null;
  /** What pods are made of now. */
  madeOf: string;
  nowMs: number;
}

/** What is to be done so that each slot has one pod that may live. */
export function planPods(slots: readonly Slot[], seen: Seen): PodPlan {
  const plan: PodPlan = { actions: [], problems: new Map(), unexplained: new Map() };
  const bySlot = new Map<string, Pod[]>(slots.map(({ number }) => [String(number), []]));
  for (const pod of seen.pods) {
    const mine = bySlot.get(pod.metadata.labels?.[SLOT_LABEL] ?? '');
    if (mine !== undefined) mine.push(pod);
    else if (pod.metadata.deletionTimestamp === undefined)
      plan.actions.push({ kind: 'delete', pod, reason: 'the job wants fewer' });
  }
  for (const slot of slots) planSlot(plan, slot, bySlot.get(String(slot.number))!, seen);
  return plan;
}

function planSlot({ actions, problems, unexplained }: PodPlan, slot: Slot, pods: readonly Pod[], seen: Seen): void {
  const { here, nodes, madeOf, nowMs } = seen;
  const isHere = ({ metadata }: Pod) => here.has(metadata.name!);
  const living: Pod[] = [];
  for (const pod of pods) {
    const state = podState(pod, AGENT_CONTAINER);
    const lost = isHere(pod) ? null : lossOf(pod, nodes, nowMs);
    if (state.kind === 'ended') actions.push({ kind: 'clear', slot: slot.number, pod, state });
    else if (lost !== null) actions.push({ kind: 'free', pod, reason: lost });
    else if (state.kind === 'leaves') actions.push({ kind: 'drain', pod, reason: state.reason });
    else living.push(pod);
  }
  // Who takes part stays, or else who is there for longest.
  living.sort((a, b) => Number(isHere(b)) - Number(isHere(a)) || bornMs(a) - bornMs(b));
  const [kept, ...surplus] = living;
  for (const pod of surplus) actions.push({ kind: 'delete', pod, reason: 'there is another pod in its place' });
  if (kept === undefined) {
    if (!slot.isGivenUp && nowMs >= slot.notBeforeMs) actions.push({ kind: 'create', slot: slot.number });
    return;
  }
  if (slot.isGivenUp) actions.push({ kind: 'delete', pod: kept, reason: 'it is not wanted any more' });
  else if (kept.metadata.annotations?.[MADE_OF_ANNOTATION] !== madeOf)
    actions.push({ kind: 'delete', pod: kept, reason: 'it was made for another launch' });
  const problem = isHere(kept) ? null : whyAway(kept, nowMs);
  if (problem !== null) problems.set(slot.number, problem);
  else if (podState(kept, AGENT_CONTAINER).kind === 'waits' && nowMs - bornMs(kept) > LONG_MS)
    unexplained.set(slot.number, kept);
}

/** Why no kubelet ends or starts anything of a pod; null where one does. */
export function lossOf({ spec, metadata }: Pod, nodes: Seen['nodes'], nowMs: number): string | null {
  const node = nodes?.get(spec.nodeName ?? '');
  const problem = node === undefined ? null : nodeProblem(node);
  if (problem !== null) return `its node ${spec.nodeName} is lost: ${problem}`;
  const { deletionTimestamp } = metadata;
  if (deletionTimestamp === undefined || nowMs - Date.parse(deletionTimestamp) < OVERDUE_MS) return null;
  return `its node ${spec.nodeName ?? ''} should have ended it by ${deletionTimestamp}`;
}

function whyAway(pod: Pod, nowMs: number): Problem | null {
  const state = podState(pod, AGENT_CONTAINER);
  if (state.kind === 'waits' && state.reason !== null) return { reason: state.reason, isLasting: state.isLasting };
  if (state.kind !== 'runs') return null;
  if (state.problem !== null) return { reason: state.problem, isLasting: state.isLasting };
  const status = pod.status?.containerStatuses?.find(({ name }) => name === AGENT_CONTAINER);
  const startedAt = status?.state?.running?.startedAt;
  if (startedAt === undefined || nowMs - Date.parse(startedAt) < JOIN_MS) return null;
  return { reason: "its agent runs, and has not joined: its pod's log may say why", isLasting: false };
}

function bornMs({ metadata }: Pod): number {
  return Date.parse(metadata.creationTimestamp ?? '') || 0;
}
