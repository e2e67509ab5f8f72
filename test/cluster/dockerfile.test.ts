import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { test } from 'node:test';
import { minimumNode } from '../../scripts/setup/node-version.mjs';
import { IMAGE_GROUP } from '../../src/engines/kubernetes/agent-pod.js';
import { ADDONS, type AddonName, addonPath } from '../../src/system/load-addon.js';
import { packagesOf, readDockerfile } from '../fixtures/dockerfile.js';

const stages = readDockerfile('cluster/docker/Dockerfile');
const stageOf = (name: string) => stages.find((stage) => stage.name === name)!;

test('stages are there before they are used, and what is copied from the checkout is in it', () => {
  const known: string[] = [];
  for (const { base, name, instructions } of stages) {
    assert.ok(known.includes(base) || /^node:[\d.]+-bookworm-slim$/.test(base), base);
    for (const { name: instruction, args } of instructions) {
      if (instruction !== 'COPY') continue;
      const [, from, source] = /^(?:--from=(\S+) )?(\S+) \S+$/.exec(args)!;
      if (from === undefined) assert.ok(existsSync(source!), source);
      else assert.ok(known.includes(from), from);
    }
    known.push(name);
  }
  assert.equal(stages.at(-1)!.base, 'cpu');
});

test('Node.js is new enough, and the system is the one that is built and tested on', () => {
  const [, major, minor] = /^node:(\d+)\.(\d+)/.exec(stageOf('build').base)!;
  const [leastMajor, leastMinor] = minimumNode.split('.').map(Number) as [number, number];
  assert.ok(Number(major) > leastMajor || (Number(major) === leastMajor && Number(minor) >= leastMinor));
});

test('pods run as the user and group of the image, which is not root', () => {
  const user = stageOf('cpu').instructions.find(({ name }) => name === 'USER')!.args;
  assert.equal(user, `${IMAGE_GROUP}:${IMAGE_GROUP}`);
  assert.notEqual(IMAGE_GROUP, 0);
});

test('what is installed is all that the addons are linked against', () => {
  const installed = closureOf(packagesOf(stageOf('cpu')));
  const ofBase = ['libc6', 'libgcc-s1', 'libstdc++6'];
  const names = (Object.keys(ADDONS) as AddonName[]).filter((name) => ADDONS[name].folder === 'build');
  const owners = ownersOf(names.flatMap((name) => librariesOf(addonPath(name, 'build/Release'))));
  assert.ok(owners.includes('libgloo0'));
  for (const owner of owners) assert.ok(ofBase.includes(owner) || installed.has(owner), owner);
});

test('what git leaves out of the checkout stays out of the image, too', () => {
  const ignored = readFileSync('.dockerignore', 'utf8').split('\n');
  for (const line of readFileSync('.gitignore', 'utf8').split('\n').filter(Boolean)) {
    const path = line.replace(/\/$/, '');
    assert.ok(ignored.includes(path) || ignored.includes(`**/${path}`), path);
  }
});

function librariesOf(addon: string): string[] {
  const printed = execFileSync('ldd', [addon], { encoding: 'utf8' });
  return [...printed.matchAll(/=> (\/\S+)/g)].map(([, path]) => path!);
}

/** The packages that libraries are of; which files are known under /, and which under /usr, differs. */
function ownersOf(libraries: readonly string[]): string[] {
  const paths = [...new Set(libraries)].map((library) => realpathSync(library).replace(/^\/usr/, ''));
  const { stdout } = spawnSync('dpkg', ['-S', ...paths, ...paths.map((path) => `/usr${path}`)], { encoding: 'utf8' });
  const found = [...stdout.matchAll(/^([^:\s]+)(?::\w+)?: (?:\/usr)?(\/.*)$/gm)].map(
    ([, owner, path]) => [path!, owner!] as const,
  );
  const owners = new Map(found);
  return [...new Set(paths.map((path) => owners.get(path) ?? `nobody, for ${path}`))];
}

/** Packages with all that they depend on, as far as it is installed here. */
function closureOf(packages: readonly string[]): Set<string> {
  const query = ['--show', `--showformat=$\{Package} $\{Depends}\n`];
  const printed = execFileSync('dpkg-query', query, { encoding: 'utf8', maxBuffer: 2 ** 24 });
  const depends = new Map(
    printed
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ (.*)/s, 2) as [string, string]),
  );
  const all = new Set<string>();
  const add = (name: string) => {
    if (all.has(name) || !depends.has(name)) return;
    all.add(name);
    for (const one of depends.get(name)!.split(/[,|]/)) add(/^\s*([a-z0-9][a-z0-9+.-]*)?/.exec(one)![1] ?? '');
  };
  for (const name of packages) add(name);
  return all;
}
