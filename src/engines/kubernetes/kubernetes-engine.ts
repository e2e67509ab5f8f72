import { setTimeout as pause } from 'node:timers/promises';
import { UsageError } from '../../errors/usage-error.js';
import { UserError } from '../../errors/user-error.js';
import { logLine } from '../../log/log-line.js';
import { onSignal } from '../../system/signals.js';
import type { Engine, EngineJob } from '../engine.js';
import { type AgentPods, agentPod, madeOf } from './agent-pod.js';
import type { KubeClient } from './kube-client.js';
import { KubeError } from './kube-error.js';
import { api, type Node, type Pod } from './objects.js';
import { endJob, isJobKept, ownersOf } from './own-job.js';
import { describeLack, lackingPermissions } from './permissions.js';
import { lossOf, type PodAction, type Problem, planPods, type Slot } from './plan-pods.js';
import { lastWarning } from './pod-events.js';
import type { PodOptions } from './pod-options.js';
import { coordinatorHost, isPart, selectorOf } from './run-labels.js';
import { watchObjects } from './watch-objects.js';

export interface KubernetesEngineOptions {
  client: KubeClient;
  /** Name of the run in the cluster. */
  run: string;
  /** Name of the pod that this process is in. */
  pod: string;
  options: PodOptions;
  /** That the job cannot be without. */
  minNodes: number;
  /** Pods: those that train, and spares. */
  count: number;
  timings?: KubernetesTimings;
}

/** Milliseconds. */
export interface KubernetesTimings {
  /** From a change to what is done about it: most changes do not come alone. */
  gather: number;
  /** Between two looks at what is overdue. */
  look: number;
  /** How long a slot stays empty whose pods have failed so often in a row. */
  pause: (failures: number) => number;
  /** An agent that has taken part for so long was no failure. */
  settled: number;
  /** How long pods may take to go when the job is over, beyond their grace period. */
  patience: number;
  /** Between two tries to take a pod away. */
  again: number;
}

export const kubernetesTimings: KubernetesTimings = {
  gather: 100,
  look: 1_000,
  // 1, 2, 4 and up to 30 s.
  pause: (failures) => Math.min(30_000, 1_000 * 2 ** (failures - 1)),
  settled: 60_000,
  patience: 30_000,
  again: 10_000,
};

interface KeptSlot extends Slot {
  failures: number;
  /** A pod is being made: the watch has not told of it yet. */
  isCreating: boolean;
  /** Why nobody can be there, and whether another run would meet the same; null: nothing is known. */
  lasting: { reason: string; repeats: boolean } | null;
  /** What was said last of why it has no agent. */
  said: string | null;
}

/** Bare pods of a cluster, an agent in each, which this process makes and removes; it is in a pod itself. */
export function kubernetesEngine(engine: KubernetesEngineOptions): Engine {
  const { client, run, minNodes, count, timings = kubernetesTimings } = engine;
  const { namespace } = client.access;
  const over = new AbortController();
  const slots: KeptSlot[] = Array.from({ length: count }, (_, number) => ({
    number,
    isGivenUp: false,
    notBeforeMs: 0,
    failures: 0,
    isCreating: false,
    lasting: null,
    said: null,
  }));
  /** Agents that take part, by the names of their pods. */
  const here = new Map<string, { nodeId: string; sinceMs: number }>();
  let job: EngineJob | null = null;
  let pods: AgentPods | null = null;
  let seen: ReadonlyMap<string, Pod> | null = null;
  let nodes: ReadonlyMap<string, Node> | null = null;
  /** Pods that the watch has not told of yet, and since when. */
  const made = new Map<string, { pod: Pod; sinceMs: number }>();
  /** Nodes that are asked to leave. */
  const drained = new Set<string>();
  /** Uids of pods that leave, that are to go by this engine's own wish, and that have ended. */
  const [leaving, deleted, cleared] = [new Set<string>(), new Set<string>(), new Set<string>()];
  let isPatchForbidden = false;
  let watching: Promise<void>[] = [];
  let isToldToEnd = false;
  let isReplaced = false;
  let gathering: NodeJS.Timeout | null = null;

  const slotOf = (pod: string): KeptSlot | null => {
    const [, number] = new RegExp(`^${run}-(\\d+)-`).exec(pod) ?? [];
    return slots[Number(number)] ?? null; // another's own agent, under a name of its own
  };

  const changed = () => {
    if (gathering !== null) return;
    gathering = setTimeout(() => {
      gathering = null;
      act();
    }, timings.gather);
  };

  const act = () => {
    // Told to end: it may be that all of the run is to go, and its agents with it.
    if (over.signal.aborted || isToldToEnd || seen === null || pods === null) return;
    const now = Date.now();
    for (const [uid, { sinceMs }] of made) if (seen.has(uid) || now - sinceMs > UNSEEN_MS) made.delete(uid);
    const known = [...seen.values(), ...[...made.values()].map(({ pod }) => pod)];
    // Of a coordinator before, on a node that is lost: its address is still that of the Service, too.
    for (const pod of seen.values()) {
      if (!isPart(pod, 'coordinator') || pod.metadata.name === engine.pod) continue;
      const reason = lossOf(pod, nodes, now);
      if (reason !== null && pod.metadata.deletionTimestamp !== undefined) void free(pod, reason);
    }
    const agents = known.filter((pod) => isPart(pod, 'agent'));
    const { actions, problems, unexplained } = planPods(slots, {
      pods: agents,
      here,
      nodes,
      madeOf: madeOf(pods),
      nowMs: now,
    });
    for (const action of actions) carryOut(action);
    say(problems);
    if (unexplained.size > 0 && now - askedMs > ASK_MS) void explain(unexplained);
    giveUpIfHopeless();
  };

  /** Says why slots have no agent, once, those with the same reason together. */
  const say = (problems: ReadonlyMap<number, Problem>) => {
    const news = new Map<string, number[]>();
    for (const [number, { reason, isLasting }] of problems) {
      const slot = slots[number]!;
      if (isLasting) giveUp(slot, reason, true);
      if (reason !== slot.said) news.set(reason, [...(news.get(reason) ?? []), number]);
      slot.said = reason;
    }
    for (const [reason, numbers] of news) logLine('warn', 'pods-wait', { slots: numbers.join(', '), reason });
  };

  let askedMs = 0;
  /** Asks what has been noted of pods that wait, and whose status does not say what for. */
  const explain = async (unexplained: ReadonlyMap<number, Pod>) => {
    askedMs = Date.now();
    const explained = [...unexplained].slice(0, ASK_AT_ONCE).map(async ([number, pod]) => {
      const reason = await lastWarning(client, pod);
      return reason === null ? [] : [[number, { reason, isLasting: false }] as const];
    });
    say(new Map((await Promise.all(explained)).flat()));
  };

  const carryOut = (action: PodAction) => {
    switch (action.kind) {
      case 'create':
        return void create(slots[action.slot]!);
      case 'drain':
        return drain(action.pod, action.reason);
      case 'clear':
        return clear(slots[action.slot]!, action.pod, action.state);
      case 'delete':
        return void remove(action.pod, action.reason);
      case 'free':
        return void free(action.pod, action.reason);
    }
  };

  const create = async (slot: KeptSlot) => {
    if (slot.isCreating) return;
    slot.isCreating = true;
    try {
      const pod = await client.create<Pod>(api.pods(namespace), agentPod(pods!, slot.number));
      logLine('info', 'pod-created', { pod: pod.metadata.name! });
      made.set(pod.metadata.uid!, { pod, sinceMs: Date.now() });
    } catch (error) {
      failed(slot, (error as Error).message);
      const isRefused = error instanceof KubeError && !error.mayPass && !/gives no more/.test(error.message);
      // With a Job that is deleted its rights go, a moment before its coordinator hears of it.
      const mayBeOver = isRefused && [403, 404, 409].includes(error.status!) && slot.failures < REFUSALS;
      if (isRefused && !mayBeOver) giveUp(slot, error.message, true);
    } finally {
      slot.isCreating = false;
      changed();
    }
  };

  const failed = (slot: KeptSlot, reason: string) => {
    slot.failures++;
    slot.notBeforeMs = Date.now() + timings.pause(slot.failures);
    if (slot.said !== reason) logLine('warn', 'pod-failed', { slot: slot.number, reason });
    slot.said = reason;
  };

  const drain = ({ metadata }: Pod, reason: string) => {
    const uid = metadata.uid!;
    // What the engine itself has removed was spoken of.
    if (!leaving.has(uid) && !deleted.has(uid)) logLine('warn', 'pod-leaves', { pod: metadata.name!, reason });
    leaving.add(uid);
    const agent = here.get(metadata.name!);
    if (agent === undefined || drained.has(agent.nodeId)) return;
    drained.add(agent.nodeId);
    job!.coordinator.deliver({ kind: 'drainRequested', nodeId: agent.nodeId });
  };

  const clear = (slot: KeptSlot, pod: Pod, { exitCode, reason }: { exitCode: number | null; reason: string }) => {
    const uid = pod.metadata.uid!;
    if (cleared.has(uid)) return;
    cleared.add(uid);
    const wasAskedTo = deleted.has(uid) || leaving.has(uid);
    if (!wasAskedTo && exitCode !== 0) failed(slot, reason);
    if (!wasAskedTo && exitCode === 2) giveUp(slot, reason, true);
    void remove(pod, null);
  };

  /** @param reason null: it has ended, and nothing is to be said. */
  const remove = async ({ metadata }: Pod, reason: string | null) => {
    const uid = metadata.uid!;
    if (reason !== null) {
      if (deleted.has(uid)) return;
      logLine('info', 'pod-deleted', { pod: metadata.name!, reason });
      deleted.add(uid);
    }
    try {
      await client.delete(api.pod(namespace, metadata.name!), { preconditions: { uid } });
    } catch (error) {
      // 409: another pod has its name by now.
      if (error instanceof KubeError && (error.isMissing || error.status === 409)) return;
      logLine('warn', 'pod-not-deleted', { pod: metadata.name!, reason: (error as Error).message });
      deleted.delete(uid);
      cleared.delete(uid);
    }
  };

  const freeing = new Map<string, number>();
  /** Takes an object away whose pod nobody can end: it counts as failed, so that nobody holds it, and is forced away. */
  const free = async ({ metadata }: Pod, reason: string) => {
    const [uid, name] = [metadata.uid!, metadata.name!];
    const triedMs = freeing.get(uid);
    if (triedMs !== undefined && Date.now() - triedMs < timings.again) return;
    freeing.set(uid, Date.now());
    if (triedMs === undefined)
      logLine('warn', 'pod-lost', { pod: name, reason, next: 'it is taken away, and another made' });
    deleted.add(uid);
    const status = { phase: 'Failed', reason: 'NodeLost', message: reason };
    try {
      if (!isPatchForbidden) await client.patch(`${api.pod(namespace, name)}/status`, { status });
    } catch (error) {
      if (error instanceof KubeError && error.isMissing) return;
      isPatchForbidden = error instanceof KubeError && error.status === 403;
      logLine('warn', 'pod-status-not-patched', { pod: name, reason: (error as Error).message });
    }
    try {
      await client.delete(api.pod(namespace, name), { gracePeriodSeconds: 0, preconditions: { uid } });
      if (triedMs !== undefined) {
        const held = isPatchForbidden ? ', and without patch pods/status nothing more can be done' : '';
        logLine('warn', 'pod-stays', {
          pod: name,
          reason: `its object is still there: a finalizer may hold it${held}`,
        });
      }
    } catch (error) {
      if (error instanceof KubeError && (error.isMissing || error.status === 409)) return;
      logLine('warn', 'pod-not-deleted', { pod: name, reason: (error as Error).message });
    }
  };

  const giveUp = (slot: KeptSlot, reason: string, repeats: boolean) => {
    if (slot.lasting !== null) return;
    slot.lasting = { reason, repeats };
    slot.isGivenUp = true;
    changed();
  };

  const giveUpIfHopeless = () => {
    const gone = slots.filter(({ lasting }) => lasting !== null);
    if (job === null || count - gone.length >= minNodes) return;
    const reasons = [...new Set(gone.map(({ lasting }) => lasting!.reason))].join('; ');
    const needs = `the job needs ${minNodes} node${minNodes === 1 ? '' : 's'}`;
    const reason = `${needs}, and ${count - gone.length} of ${count} pods can take part: ${reasons}`;
    // Another run has other pods in place of those that were dismissed.
    const exitCode = gone.every(({ lasting }) => lasting!.repeats) ? 2 : 1;
    job.coordinator.deliver({ kind: 'hopeless', reason, exitCode });
  };

  const watchNodes = async () => {
    let said = false;
    await watchObjects<Node>({
      client,
      path: api.nodes,
      changed: (objects) => {
        nodes = new Map([...objects.values()].map((node) => [node.metadata.name!, node]));
        changed();
      },
      problem: (error) => {
        if (error !== null) nodes = null;
        // That it is forbidden was said when the permissions were looked at.
        if (error === null || error.status === 403 || said) return;
        said = true;
        logLine('warn', 'nodes-unknown', { reason: error.message });
      },
      signal: over.signal,
    });
  };

  const watchPods = () =>
    watchObjects<Pod>({
      client,
      path: api.pods(namespace),
      labelSelector: selectorOf(run, null),
      changed: (objects) => {
        seen = new Map(objects);
        changed();
      },
      problem: (error) => {
        const fields = { server: client.access.server.origin };
        if (error === null) logLine('info', 'kubernetes-answers', fields);
        else logLine('warn', 'kubernetes-silent', { ...fields, reason: error.message, next: 'it is asked again' });
      },
      signal: over.signal,
    });

  return {
    name: 'kubernetes',
    isRemote: true,
    async check() {
      const lacks = await lackingPermissions(client, run);
      const needed = lacks.find(({ permission }) => permission.without === null);
      if (needed !== undefined)
        throw new UsageError(
          'PERMISSION_MISSING',
          `the service account of pod ${engine.pod} may not ${describeLack(needed)} in namespace ${namespace}: a run needs the Role of cluster/kubernetes/run.yaml`,
        );
      for (const lack of lacks)
        logLine('warn', 'permission-lacks', { may_not: describeLack(lack), without: lack.permission.without! });
    },
    provide(provided) {
      job = provided;
      void job.coordinator.outcome.then(() => over.abort());
      onSignal('SIGTERM', () => {
        isToldToEnd = true;
      });
      const { port } = provided.coordinator.address;
      const coordinator = `${coordinatorHost(run, namespace)}:${port}`;
      const begin = async () => {
        const owners = await ownersOf(client, engine.pod, over.signal);
        if (over.signal.aborted) return;
        pods = { run, options: engine.options, coordinator, owners };
        const looking = setInterval(changed, timings.look);
        over.signal.addEventListener('abort', () => clearInterval(looking));
        await Promise.all([watchPods(), watchNodes()]);
      };
      watching = [begin()];
    },
    joined(pod, nodeId) {
      here.set(pod, { nodeId, sinceMs: Date.now() });
      const slot = slotOf(pod);
      if (slot !== null) slot.said = null;
      changed();
    },
    lost(pod) {
      const sinceMs = here.get(pod)?.sinceMs ?? Date.now();
      here.delete(pod);
      const slot = slotOf(pod);
      if (slot !== null && Date.now() - sinceMs > timings.settled) slot.failures = 0;
      changed();
    },
    dismissed(pod, reason) {
      const nodeId = here.get(pod)?.nodeId;
      // Told of again by a coordinator that has returned: that pod has gone, and another is another place.
      if (nodeId === undefined) return;
      here.delete(pod);
      const slot = slotOf(pod);
      // Else it was this engine that had it leave, as its pod is to go.
      if (slot !== null && !drained.has(nodeId)) {
        logLine('info', 'pod-dismissed', { pod, reason, next: 'no other is made in its place' });
        giveUp(slot, reason, false);
      }
      changed();
    },
    async release() {
      over.abort();
      await Promise.all(watching);
      try {
        await removeAll(engine, timings.patience);
      } catch (error) {
        // With the Job its rights go, too, and its pods.
        const isRefused = error instanceof KubeError && (error.status === 401 || error.status === 403);
        if (isToldToEnd && isRefused) return;
        const next = `kubectl --namespace ${namespace} delete pods --selector ${selectorOf(run, 'agent')}`;
        logLine('warn', 'pods-stay', { reason: (error as Error).message, next });
      }
      if (job === null) return;
      const { kind, exitCode } = await job.coordinator.outcome;
      if (exitCode === 2) await endJob(client, run);
      isReplaced = kind === 'stopped' && isToldToEnd && (await isJobKept(client, run));
      if (isReplaced) logLine('info', 'job-goes-on', { reason: 'its Job makes another pod for the coordinator' });
    },
    exitCode: (code) => (isReplaced ? 1 : code),
    async couldNotBegin(error) {
      // The coordinator before may be on a node that is cut off, and ends.
      const repeats = error instanceof UserError && error.exitCode === 2 && error.code !== 'OUTPUT_DIR_IN_USE';
      if (repeats) await endJob(client, run);
    },
  };
}

/** One that the watch has not told of for so long has gone before it could. */
const UNSEEN_MS = 10_000;
/** So often in a row a right is missed before nobody waits for it any more. */
const REFUSALS = 3;
/** Between two questions for what has been noted of pods, and of how many at once. */
const ASK_MS = 10_000;
const ASK_AT_ONCE = 16;
const LOOK_MS = 500;

/** Removes all pods of a run's agents, and waits until they are gone; after the patience, those whose nodes do not answer by force. */
async function removeAll({ client, run }: KubernetesEngineOptions, patienceMs: number): Promise<void> {
  const { namespace } = client.access;
  const labelSelector = selectorOf(run, 'agent');
  const deadlineMs = Date.now() + patienceMs;
  const asked = new Set<string>();
  for (; ; await pause(LOOK_MS)) {
    const { items } = await client.get<{ items: Pod[] }>(api.pods(namespace), { labelSelector });
    if (items.length === 0) return;
    const isLate = Date.now() > deadlineMs;
    for (const { metadata } of items) {
      if (asked.has(metadata.uid!) && !isLate) continue;
      asked.add(metadata.uid!);
      const force = isLate ? { gracePeriodSeconds: 0 } : {};
      await client.delete(api.pod(namespace, metadata.name!), force).catch((error) => {
        if (!(error instanceof KubeError && error.isMissing)) throw error;
      });
    }
    if (!isLate) continue;
    const names = items.map(({ metadata }) => metadata.name).join(', ');
    logLine('warn', 'pods-forced', { pods: names, reason: `they had not gone after ${patienceMs / 1000} s` });
    return;
  }
}
