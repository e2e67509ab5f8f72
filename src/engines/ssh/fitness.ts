import { ADDONS, type AddonName } from '../../system/load-addon.js';
import type { Found } from './probe.js';

/** What a login has found on a host. */
export interface Findings {
  /** Every Node.js up to the first that is new enough. */
  nodes: { version: string; path: string }[];
  /** In the order in which they are preferred; empty where no Node.js could look. */
  found: Found[];
}

/** This machine's, to which all others must be alike. */
export interface Ours {
  build: string;
  platform: string;
  /** Of Node.js. */
  minimum: string;
  mayShip: boolean;
}

export type Fitness =
  | { kind: 'ready'; node: string; root: string }
  /** As soon as this build is there. */
  | { kind: 'lacksBuild'; node: string }
  | { kind: 'unfit'; reason: string };

/** Reads what the programs for hosts say. @throws TypeError where they did not say that */
export function readFindings(lines: readonly string[]): Findings {
  const nodes = lines.flatMap((line) => {
    const [, version, path] = /^node v?(\S*) (.+)$/.exec(line) ?? [];
    return path === undefined ? [] : [{ version: version!, path }];
  });
  const found = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Found);
  return { nodes, found };
}

/** Whether a host can run an agent of this build, and with what; or what is different there, and what to do. */
export function fitnessOf({ nodes, found }: Findings, ours: Ours): Fitness {
  const unfit = (reason: string): Fitness => ({ kind: 'unfit', reason });
  const node = nodes.at(-1);
  if (node === undefined)
    return unfit(`no Node.js was found there, neither in PATH nor where it is here; expected ${ours.minimum} or newer`);
  if (found.length === 0) {
    const seen = nodes.map(({ version, path }) => `${version || 'one that does not run'} (${path})`).join(' and ');
    return unfit(`its Node.js is ${seen}, expected ${ours.minimum} or newer`);
  }
  const same = found.find(({ build }) => build === ours.build);
  if (same !== undefined) {
    if (same.unloadable.length === 0) return { kind: 'ready', node: node.path, root: same.root };
    return unfit(
      `${same.unloadable.join(', ')} cannot be loaded from ${same.root} there; ${remedyFor(same.unloadable)}`,
    );
  }
  const { platform } = found[0]!;
  const canShip = platform === ours.platform;
  if (ours.mayShip && canShip) return { kind: 'lacksBuild', node: node.path };
  const remedy = canShip
    ? '--ship copies this build there'
    : `this machine is ${ours.platform} and it is ${platform}, for which nothing can be copied: build it there`;
  return unfit(`${difference(found[0]!, ours)}; ${remedy}, and --remote-path says where it is if elsewhere`);
}

function difference({ root, state, build }: Found, ours: Ours): string {
  switch (state) {
    case 'absent':
      return `Dinofleet is not there, in ${root}`;
    case 'unbuilt':
      return `set-up has not been run in ${root} there`;
    case 'built':
      return (
        `it has ${build === '' ? 'an older build' : `build ${build}`} in ${root}, and this machine ${ours.build}: ` +
        'ranks of two builds may compute different numbers'
      );
  }
}

function remedyFor(unloadable: readonly string[]): string {
  const names = (Object.keys(ADDONS) as AddonName[]).filter((name) =>
    unloadable.some((one) => one.startsWith(`${name}.node`)),
  );
  const libraries = [...new Set(names.flatMap((name) => ADDONS[name].libraries.split(', ')))].join(', ');
  return `they need the system's ${libraries}, which "npm run setup" installs`;
}
