/** What Node.js of a host finds in a folder where Dinofleet may be. */
export interface Found {
  root: string;
  /** unbuilt: set-up has not been run there. */
  state: 'absent' | 'unbuilt' | 'built';
  /** Empty where it cannot be told: an older build. */
  build: string;
  /** Native addons that do not load there, and why. */
  unloadable: string[];
  /** linux-x64 */
  platform: string;
}

/**
 * Says of each folder in its arguments what is there, as a line of JSON. It is sent to hosts as text: it uses nothing from outside.
 */
async function probe(): Promise<void> {
  const { existsSync } = await import('node:fs');
  const { pathToFileURL } = await import('node:url');
  for (const root of process.argv.slice(1)) {
    const load = (path: string) => import(pathToFileURL(`${root}/dist/src/${path}`).href);
    const isThere = existsSync(`${root}/package.json`);
    const isBuilt = isThere && existsSync(`${root}/dist/src/cli/main.js`);
    const state = isBuilt ? 'built' : isThere ? 'unbuilt' : 'absent';
    const found = {
      root,
      state,
      build: '',
      unloadable: [] as string[],
      platform: `${process.platform}-${process.arch}`,
    };
    try {
      if (isBuilt) found.build = (await load('system/build.js')).buildIdentity();
      // Of another build nobody needs to know.
      const addons = isBuilt ? (await load('doctor/addons.js')).checkAddons() : [];
      for (const { name, problem } of addons) if (problem !== null) found.unloadable.push(`${name}.node (${problem})`);
    } catch {
      // It is older than these modules.
    }
    console.log(JSON.stringify(found));
  }
}

/** For `node --input-type=module -e`. */
export const PROBE = `await (${probe})();`;
