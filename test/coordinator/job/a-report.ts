import type { RankEnd } from '../../../src/coordinator/job/job.js';
import type { ShardWritten } from '../../../src/rpc/messages.js';
import type { StepReport, TrainingReport } from '../../../src/train/loop.js';

/** Of some steps, in order; what they have in common can be changed. */
export function aReport(steps: readonly number[], change: Partial<TrainingReport & StepReport> = {}): TrainingReport {
  const { losses, scalars, skipped, images, ...ofRank } = change;
  const step = {
    losses: losses ?? { total_loss: 5 },
    scalars: scalars ?? { lr: 0.001, 'grad_norm.backbone': 2 },
    skipped: skipped ?? false,
    images: images ?? 16,
  };
  return {
    steps: steps.map((number) => ({ step: number, ...step })),
    totalSteps: 10,
    phaseSeconds: { data: 0.1, compute: 0.5, communication: 0.2, save: 0 },
    bytesSent: 1000,
    bytesReceived: 1000,
    imagesReplaced: 0,
    imagesDamaged: 0,
    peakMemoryBytes: 4096,
    reservedMemoryBytes: 8192,
    deviceMemoryBytes: 65536,
    modelFlops: 4e11,
    peakFlops: 0,
    ...ofRank,
  };
}

/** A rank's word of its part of a save. */
export function aShard(
  generation: number,
  rank: number,
  step: number,
  change: Partial<ShardWritten> = {},
): ShardWritten {
  return {
    generation,
    step,
    snapshot: false,
    place: '/out/checkpoints',
    problem: '',
    record: `file of ${rank}`,
    head: rank === 0 ? `head of ${step}` : '',
    bytes: 4096,
    seconds: 1,
    blockedSeconds: 0.01,
    ...change,
  };
}

export function anEnd(reason: RankEnd['reason'], step: number, change: Partial<RankEnd> = {}): RankEnd {
  return { reason, step, steps: step, skipped: 0, problem: '', ...change };
}
