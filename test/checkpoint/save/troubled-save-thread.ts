/** A writing thread whose disk is slow, or full, as the directory's name says. */
import { setTimeout as sleep } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';
import { diskFiles } from '../../../src/checkpoint/checkpoint-files.js';

import { serveSaves, type WriterStart } from '../../../src/checkpoint/save/save-service.js';

serveSaves(workerData as WriterStart, {
  ...diskFiles,
  async create(path) {
    const file = await diskFiles.create(path);
    return {
      ...file,
      async write(bytes) {
        if (path.includes('full'))
          throw Object.assign(new Error('ENOSPC: no space left on device, write'), {
            code: 'ENOSPC',
            syscall: 'write',
          });
        await file.write(bytes);
      },
      async sync() {
        if (path.includes('slow')) await sleep(300);
        await file.sync();
      },
    };
  },
});
