/** What `run-ranks.ts` and a rank's process say to each other, by Node's channel between parent and child. */
import type { FoundCheckpoint } from '../checkpoint/find.js';
import type { ComputeType } from '../precision/compute-type.js';
import type { RunImages } from '../train/open-batches.js';
import type { CaseOptions } from './case/step-case.js';
import type { GroupResult } from './compare.js';

/** What all ranks do together. */
export type RankTask =
  | { kind: 'replay'; folder: string; options: CaseOptions }
  | {
      kind: 'record';
      outputDir: string;
      step: number;
      from: FoundCheckpoint | null;
      /** As a checkpoint has it. */
      config: unknown;
      globalBatch: number;
      /** By a list that was made for this. */
      images: RunImages;
    };

export type ToRank =
  | {
      kind: 'start';
      task: RankTask;
      rank: number;
      /** How many each node has. */
      nodeRanks: number[];
      device: string;
      computeType: ComputeType;
      threads: number;
      /** By which the ranks know one another. */
      peerKey: Uint8Array;
    }
  /** Of all ranks, in their order. */
  | { kind: 'connect'; addresses: Uint8Array[] };

export type FromRank =
  | { kind: 'address'; address: Uint8Array }
  /** Of a replay; none of a record. */
  | { kind: 'done'; groups: GroupResult[] }
  | { kind: 'failed'; code: string; message: string };
