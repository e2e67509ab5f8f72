import type { Job } from './objects.js';
import { conditionOf } from './watch-objects.js';

/** Whether a Job makes no other pod any more, and what it says of that. */
export function jobEnd({ status }: Job): { isComplete: boolean; reason: string } | null {
  const complete = conditionOf(status?.conditions, 'Complete');
  if (complete?.status === 'True') return { isComplete: true, reason: 'Complete' };
  const failed = conditionOf(status?.conditions, 'Failed');
  if (failed?.status !== 'True') return null;
  return { isComplete: false, reason: [failed.reason, failed.message].filter(Boolean).join(': ') || 'Failed' };
}
