import { setTimeout as pause } from 'node:timers/promises';
import { jobEnd } from '../engines/kubernetes/job-state.js';
import type { KubeClient, Query } from '../engines/kubernetes/kube-client.js';
import { KubeError } from '../engines/kubernetes/kube-error.js';
import { api, type Job, type Pod } from '../engines/kubernetes/objects.js';
import { lastWarning } from '../engines/kubernetes/pod-events.js';
import { podState } from '../engines/kubernetes/pod-state.js';
import { selectorOf } from '../engines/kubernetes/run-labels.js';
import { COORDINATOR_CONTAINER } from '../engines/kubernetes/run-objects.js';
import { logLine } from '../log/log-line.js';
import { onSignal } from '../system/signals.js';

/** Between two questions to the API server. */
const EVERY_MS = 1_000;
/** A log that says nothing for so long is asked for anew. */
const LOG_LIMIT_MS = 3_600_000;

interface Followed {
  run: string;
  namespace: string;
}

/**
 * Says what becomes of a run that was submitted, and what its coordinator prints, until its Job is over. Ctrl-C leaves it alone.
 * @param next commands for a person, of the run that goes on without us
 * @returns the exit code of its coordinator
 */
export async function followRun(client: KubeClient, followed: Followed, next: Record<string, string>): Promise<number> {
  const { run, namespace } = followed;
  onSignal('SIGINT', () => {
    logLine('info', 'job-left', { job: run, reason: 'it goes on', ...next });
    process.exit(0);
  });
  const reader = new LogReader(client, namespace);
  let said = '';
  let lastCode = 1;
  for (; ; await pause(EVERY_MS)) {
    const seen = await look(client, followed);
    if (seen === null) continue;
    const { job, pod } = seen;
    if (pod !== null) {
      const state = podState(pod, COORDINATOR_CONTAINER);
      const reason = state.kind === 'runs' ? null : (state.reason ?? (await lastWarning(client, pod)));
      const line = { pod: pod.metadata.name!, state: state.kind, ...(reason !== null && { reason }) };
      if (JSON.stringify(line) !== said) logLine('info', 'job', line);
      said = JSON.stringify(line);
      if (state.kind === 'runs' || state.kind === 'ended') await reader.follow(pod.metadata.name!, pod.metadata.uid!);
      if (state.kind === 'ended') lastCode = state.exitCode ?? 1;
    }
    const end = jobEnd(job);
    if (end === null) continue;
    logLine(end.isComplete ? 'info' : 'error', 'job', { job: run, state: end.reason });
    return end.isComplete ? 0 : lastCode || 1;
  }
}

/** The Job, and the last pod of its coordinator. null where the cluster does not answer now. @throws KubeError where the Job is gone */
async function look(client: KubeClient, { run, namespace }: Followed): Promise<{ job: Job; pod: Pod | null } | null> {
  try {
    const job = await client.get<Job>(api.job(namespace, run));
    const labelSelector = selectorOf(run, 'coordinator');
    const { items } = await client.get<{ items: Pod[] }>(api.pods(namespace), { labelSelector });
    items.sort((a, b) => Date.parse(a.metadata.creationTimestamp!) - Date.parse(b.metadata.creationTimestamp!));
    return { job, pod: items.at(-1) ?? null };
  } catch (error) {
    if (!(error instanceof KubeError)) throw error;
    if (error.isMissing) throw new KubeError(`the Job ${run} was deleted: its coordinator saves, and ends`, 404);
    if (!error.mayPass) throw error;
    logLine('warn', 'kubernetes-silent', { reason: error.message, next: 'it is asked again' });
    return null;
  }
}

/** Prints logs of pods, each line once. */
class LogReader {
  #uid = '';
  /** RFC 3339, of the last line that was printed; lines of one pod have ever later ones. */
  #last = '';
  #isForbidden = false;

  constructor(
    private readonly client: KubeClient,
    private readonly namespace: string,
  ) {}

  /** Until its process has ended, or the connection. */
  async follow(pod: string, uid: string): Promise<void> {
    if (uid !== this.#uid) this.#last = '';
    this.#uid = uid;
    const since = this.#last !== '' && { sinceTime: this.#last };
    const query: Query = { container: COORDINATOR_CONTAINER, follow: true, timestamps: true, ...since };
    try {
      const path = `${api.pod(this.namespace, pod)}/log`;
      for await (const line of this.client.lines(path, query, new AbortController().signal, LOG_LIMIT_MS))
        this.#print(line);
    } catch (error) {
      if (!(error instanceof KubeError)) throw error;
      if (error.status === 403 && !this.#isForbidden) logLine('warn', 'log-forbidden', { reason: error.message });
      this.#isForbidden = error.status === 403;
    }
  }

  #print(line: string): void {
    const [, time, text] = /^(\S+) ?(.*)$/.exec(line) ?? [];
    if (time === undefined || time <= this.#last) return;
    this.#last = time;
    process.stderr.write(`${text}\n`);
  }
}
