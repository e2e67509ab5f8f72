// A server that answers as S3 does: moto, in an environment of its own for Python.
//
//   node scripts/test/moto.mjs     makes it where it is not there, and prints the Python that has it
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runQuietly } from '../setup/processes.mjs';
import { runMain } from '../setup.mjs';
import { cached } from './cached.mjs';

const requirements = 'test/fixtures/moto/requirements.txt';

/** @returns {Promise<string>} the path of a Python that has moto; @throws StepError where there can be none */
export async function installMoto() {
  const folder = await cached('moto', [requirements], async (draft) => {
    await runQuietly('python3', ['-m', 'venv', draft]);
    const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:'];
    // Not by the name of its pip, which is a script that has the folder's name in it.
    await runQuietly(join(draft, 'bin/python'), ['-m', 'pip', 'install', ...options, '-r', requirements]);
  });
  return join(folder, 'bin/python');
}

if (resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await runMain(async () => console.log(await installMoto()));
}
