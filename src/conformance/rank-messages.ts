/** What `run-ranks.ts` and a rank's process say to each other, by Node's channel between parent and child. */

import type { CaseOptions } from './case/step-case.js';
import type { GroupResult } from './compare.js';

export type ToRank =
  | {
      kind: 'start';
      folder: string;
      options: CaseOptions;
      rank: number;
      worldSize: number;
      device: string;
      threads: number;
    }
  /** Of all ranks, in their order. */
  | { kind: 'connect'; addresses: Uint8Array[] };

export type FromRank =
  | { kind: 'address'; address: Uint8Array }
  | { kind: 'done'; groups: GroupResult[] }
  | { kind: 'failed'; code: string; message: string };
