import { Counter, Gauge, Registry } from 'prom-client';
import type { GenerationEnd, Job } from '../coordinator/job/job.js';
import type { JobObserver } from '../coordinator/observer.js';
import type { StepReport, TrainingReport } from '../rpc/messages.js';
import { Rate } from './rate.js';

/** What one worker counts since its own start; the job's counters grow by the differences. */
interface WorkerTotals {
  bytesSent: number;
  bytesReceived: number;
  imagesReplaced: number;
  imagesDamaged: number;
}

/** The whole job's metrics, named by Prometheus's rules: base units, `_total` for what only grows. */
export class JobMetrics {
  readonly registry = new Registry();
  readonly #registers = [this.registry];

  readonly #step = this.#gauge('dinofleet_step', 'Steps done, of the training as it stands');
  readonly #totalSteps = this.#gauge('dinofleet_steps_planned', 'Steps of the whole training');
  readonly #loss = this.#gauge('dinofleet_loss', 'Loss of the last step, mean over ranks', ['loss']);
  readonly #images = this.#counter('dinofleet_images_total', 'Images trained on, those of repeated steps included');
  readonly #imagesPerSecond = this.#gauge('dinofleet_images_per_second', 'Images a second, over the last 30 seconds');
  readonly #scalar = this.#gauge('dinofleet_schedule', 'Learning rate and other scheduled values at the last step', [
    'name',
  ]);
  readonly #gradNorm = this.#gauge('dinofleet_gradient_norm', 'Norm of the gradient before it is clipped', [
    'submodule',
  ]);
  readonly #skipped = this.#counter('dinofleet_steps_skipped_total', 'Updates left out: a gradient was not finite');
  readonly #skippedRow = this.#gauge(
    'dinofleet_steps_skipped_in_a_row',
    'Updates left out since the last one that was made',
  );
  readonly #lastUpdate = this.#gauge(
    'dinofleet_last_update_step',
    'Last step whose update was made, as the log counts',
  );
  readonly #phase = this.#counter('dinofleet_phase_seconds_total', 'Seconds by phase, summed over ranks', ['phase']);
  readonly #bytes = this.#counter('dinofleet_communication_bytes_total', 'Bytes moved by collectives', ['direction']);
  readonly #replaced = this.#counter('dinofleet_images_replaced_total', 'Images that could not be read');
  readonly #damaged = this.#counter(
    'dinofleet_images_damaged_total',
    'Damaged images that were read in part (data.lenient)',
  );
  readonly #peakMemory = this.#gauge('dinofleet_worker_peak_memory_bytes', 'Peak memory of a rank', ['rank']);
  readonly #reservedMemory = this.#gauge(
    'dinofleet_worker_reserved_memory_bytes',
    'Memory that a rank has taken from its device, in use or kept for reuse',
    ['rank'],
  );
  readonly #deviceMemory = this.#gauge('dinofleet_device_memory_bytes', "All memory of a rank's device", ['rank']);
  readonly #modelFlops = this.#counter(
    'dinofleet_model_flops_total',
    'Operations of products and attention, two for each multiply-add, without work that is skipped; summed over ranks',
  );
  readonly #mfu = this.#gauge(
    'dinofleet_model_flops_utilization',
    "Model FLOPs a second of a rank over its device's peak in the compute type, since its last report",
    ['rank'],
  );
  readonly #restarts = this.#counter(
    'dinofleet_restarts_total',
    'Generations that failed and were followed by another',
  );
  readonly #lastEnd = this.#gauge(
    'dinofleet_last_generation_end_timestamp_seconds',
    'When the last generation ended, of which the labels say why',
    ['generation', 'reason'],
  );
  readonly #generation = this.#gauge('dinofleet_generation', 'Number of the present generation');
  readonly #nodes = this.#gauge('dinofleet_nodes', 'Nodes that have joined');
  readonly #running = this.#gauge('dinofleet_running', '1 while all workers of a generation train');
  readonly #checkpointStep = this.#gauge('dinofleet_checkpoint_last_step', 'Step of the newest checkpoint');
  readonly #saveSeconds = this.#gauge('dinofleet_checkpoint_save_seconds', 'Seconds that the newest checkpoint took');
  readonly #blockedSeconds = this.#gauge(
    'dinofleet_checkpoint_blocked_seconds',
    'Seconds that the newest checkpoint or snapshot held up the training of rank 0',
  );
  readonly #saveBytes = this.#gauge('dinofleet_checkpoint_bytes', 'Bytes of the newest checkpoint that rank 0 wrote');
  readonly #saves = this.#counter('dinofleet_saves_total', 'Checkpoints and snapshots that were completed', ['kind']);
  readonly #snapshotStep = this.#gauge('dinofleet_snapshot_last_step', 'Step of the newest snapshot in memory');

  readonly #observerFailures = this.#counter(
    'dinofleet_observer_failures_total',
    'Reports that could not be written down or shown, by whom',
    ['observer'],
  );

  #job: Job | null = null;
  #rate = new Rate();
  #skippedInARow = 0;
  #imagesSeen = 0;
  #restartsSeen = 0;
  #lastEndSeen: GenerationEnd | null = null;
  #totals = { generation: 0, byRank: new Map<number, WorkerTotals>() };

  constructor(private readonly nowMs: () => number) {
    // Ten thousand are counted when somebody asks.
    this.#gauge('dinofleet_workers', 'Workers at work', [], (workers) =>
      workers.set(this.#job?.ranks.filter(({ stage }) => stage === 'running').length ?? 0),
    );
  }

  readonly observer: JobObserver = {
    name: 'metrics',
    changed: (job) => this.#changed(job),
    trainingStarts: (startStep, totalSteps) => {
      this.#step.set(startStep);
      this.#totalSteps.set(totalSteps);
      this.#skippedInARow = 0;
      this.#rate = new Rate();
      this.#rate.add(this.#imagesSeen, this.nowMs());
    },
    reported: (generation, rank, report) => {
      for (const step of report.steps) this.#stepped(step);
      this.#reported(generation, rank, report);
    },
    observerFailed: (observer) => this.#observerFailures.inc({ observer }),
    saved: ({ step, seconds, blockedSeconds, bytes, snapshot }) => {
      this.#saves.inc({ kind: snapshot ? 'snapshot' : 'checkpoint' });
      this.#blockedSeconds.set(blockedSeconds);
      if (snapshot) {
        this.#snapshotStep.set(step);
        return;
      }
      this.#checkpointStep.set(step);
      this.#saveSeconds.set(seconds);
      this.#saveBytes.set(bytes);
    },
  };

  #changed(job: Job): void {
    this.#generation.set(job.generation);
    this.#nodes.set(job.nodes.length);
    this.#job = job;
    this.#running.set(job.phase === 'running' ? 1 : 0);
    this.#restarts.inc(job.restarts - this.#restartsSeen);
    this.#restartsSeen = job.restarts;
    this.#checkpointStep.set(job.lastCheckpointStep);
    const [last = null] = job.ends;
    if (last === null || last === this.#lastEndSeen) return;
    this.#lastEndSeen = last;
    this.#lastEnd.reset();
    this.#lastEnd.set({ generation: last.generation, reason: last.reason }, last.atMs / 1000);
  }

  /** What all ranks say alike. */
  #stepped({ step, losses, scalars, skipped, images }: StepReport): void {
    this.#step.set(step + 1);
    for (const [loss, value] of Object.entries(losses)) this.#loss.set({ loss }, value);
    for (const [name, value] of Object.entries(scalars)) {
      const submodule = /^grad_norm\.(.+)$/.exec(name)?.[1];
      if (submodule === undefined) this.#scalar.set({ name }, value);
      else this.#gradNorm.set({ submodule }, value);
    }
    this.#skippedInARow = skipped ? this.#skippedInARow + 1 : 0;
    this.#skippedRow.set(this.#skippedInARow);
    if (skipped) this.#skipped.inc();
    else this.#lastUpdate.set(step);
    this.#images.inc(images);
    this.#imagesSeen += images;
    this.#rate.add(this.#imagesSeen, this.nowMs());
    this.#imagesPerSecond.set(this.#rate.perSecond() ?? 0);
  }

  /** What each rank says of itself. */
  #reported(generation: number, rank: number, report: TrainingReport): void {
    if (generation !== this.#totals.generation) {
      // Its workers count from 0 again, and may be fewer. Any of them may be heard of first.
      this.#totals = { generation, byRank: new Map() };
      for (const ofRank of [this.#peakMemory, this.#reservedMemory, this.#deviceMemory, this.#mfu]) ofRank.reset();
    }
    for (const [phase, seconds] of Object.entries(report.phaseSeconds)) this.#phase.inc({ phase }, seconds);
    const before = this.#totals.byRank.get(rank) ?? {
      bytesSent: 0,
      bytesReceived: 0,
      imagesReplaced: 0,
      imagesDamaged: 0,
    };
    this.#bytes.inc({ direction: 'sent' }, growth(before.bytesSent, report.bytesSent));
    this.#bytes.inc({ direction: 'received' }, growth(before.bytesReceived, report.bytesReceived));
    this.#replaced.inc(growth(before.imagesReplaced, report.imagesReplaced));
    this.#damaged.inc(growth(before.imagesDamaged, report.imagesDamaged));
    this.#totals.byRank.set(rank, report);
    this.#peakMemory.set({ rank }, report.peakMemoryBytes);
    this.#reservedMemory.set({ rank }, report.reservedMemoryBytes);
    this.#deviceMemory.set({ rank }, report.deviceMemoryBytes);
    this.#modelFlops.inc(report.modelFlops);
    const seconds = Object.values(report.phaseSeconds).reduce((sum, ofPhase) => sum + ofPhase, 0);
    if (report.peakFlops > 0 && seconds > 0) this.#mfu.set({ rank }, report.modelFlops / (seconds * report.peakFlops));
  }

  /** @param collect sets it when it is read */
  #gauge<Label extends string>(
    name: string,
    help: string,
    labelNames: Label[] = [],
    collect?: (gauge: Gauge<Label>) => void,
  ): Gauge<Label> {
    const registers = this.#registers;
    if (collect === undefined) return new Gauge({ name, help, labelNames, registers });
    return new Gauge({
      name,
      help,
      labelNames,
      registers,
      collect() {
        collect(this);
      },
    });
  }

  #counter<Label extends string>(name: string, help: string, labelNames: Label[] = []): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: this.#registers });
  }
}

/** Of a count since a worker's start; one that is smaller than before has begun anew. */
function growth(before: number, now: number): number {
  return now < before ? now : now - before;
}
