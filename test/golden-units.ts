import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const given = process.env.GOLDEN_UNITS;

/**
 * The folder of unit references that tests read: the one that GOLDEN_UNITS names, of the same format but made with another
 * seed, or else the project's own. test/golden/README.md says what is in it.
 */
export const units = given === undefined || given === '' ? 'test/golden/units' : readable(resolve(given));

export function unitFile(name: string): string {
  return join(units, name);
}

function readable(folder: string): string {
  try {
    readdirSync(folder);
    return folder;
  } catch (cause) {
    throw new Error(
      `GOLDEN_UNITS is ${folder}, which cannot be read as a folder (${(cause as Error).message}); expected one with the ` +
        'files that test/golden/README.md lists under "Units"',
      { cause },
    );
  }
}
