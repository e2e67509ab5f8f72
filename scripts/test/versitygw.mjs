// A store that keeps objects in files and checks who asks: versitygw. Its first build takes minutes, and Go 1.26.
//
//   node scripts/test/versitygw.mjs     builds it where it is not there, and prints its path
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runQuietly } from '../setup/processes.mjs';
import { runMain } from '../setup.mjs';
import { cached } from './cached.mjs';

const source = 'test/fixtures/versitygw';

/** @returns {Promise<string>} the path of the program; @throws StepError where it cannot be built */
export async function buildVersitygw() {
  const folder = await cached('versitygw', [source], (draft) => {
    const build = ['build', '-o', join(draft, 'versitygw'), 'github.com/versity/versitygw/cmd/versitygw'];
    return runQuietly('nice', ['-n', '15', 'go', ...build], source);
  });
  return join(folder, 'versitygw');
}

if (resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await runMain(async () => console.log(await buildVersitygw()));
}
