/** The thread that writes a rank's checkpoints while the trainer computes. */
import { workerData } from 'node:worker_threads';
import { diskFiles } from '../checkpoint-files.js';
import { serveSaves, type WriterStart } from './save-service.js';

serveSaves(workerData as WriterStart, diskFiles);
