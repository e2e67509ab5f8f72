import type { SaveReport } from '../../../src/checkpoint/save/checkpoint-saver.js';
import type { StepReport } from '../../../src/train/loop.js';

export function aReport(change: Partial<StepReport> = {}): StepReport {
  return {
    step: 0,
    totalSteps: 10,
    losses: { total_loss: 5 },
    scalars: { lr: 0.001, 'grad_norm.backbone': 2 },
    skipped: false,
    images: 16,
    phaseSeconds: { data: 0.1, compute: 0.5, communication: 0.2, save: 0 },
    bytesSent: 1000,
    bytesReceived: 1000,
    imagesReplaced: 0,
    peakMemoryBytes: 4096,
    ...change,
  };
}

export function aSave(step: number): SaveReport {
  return { step, directory: `/out/${step}`, seconds: 1, blockedSeconds: 0.01, bytes: 4096, snapshot: false };
}
