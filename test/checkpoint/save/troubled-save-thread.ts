/** A writing thread whose disk is full, or writes nothing until a gate is opened, as the directory's name says. */
import { existsSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { diskFiles } from '../../../src/checkpoint/checkpoint-files.js';
import { serveSaves, type WriterStart } from '../../../src/checkpoint/save/save-service.js';
import { until } from '../../fixtures/until.js';

/** The file that lets the disk of a directory named `gated` write. */
function gateOf(path: string): string | null {
  const at = path.indexOf('/gated/');
  return at === -1 ? null : `${path.slice(0, at)}/open`;
}

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
        const gate = gateOf(path);
        if (gate !== null) await until(`open gate ${gate}`, () => existsSync(gate) || undefined);
        await file.sync();
      },
    };
  },
});
