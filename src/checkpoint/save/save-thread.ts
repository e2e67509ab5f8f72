/** The thread that writes a rank's checkpoints while the trainer computes. */
import { workerData } from 'node:worker_threads';
import { diskFiles } from '../checkpoint-files.js';
import type { WriterStart } from './save-messages.js';
import { serveSaves } from './save-service.js';

serveSaves(workerData as WriterStart, diskFiles);
