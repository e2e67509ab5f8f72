import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADDONS, type AddonName, addonPath } from '../../system/load-addon.js';
import { PACKAGE_ROOT } from '../../system/package.js';
import { HostError } from '../host-error.js';

/** But for packages and addons, all that an agent and its workers read, and what the build is named by. */
const PARTS = [
  'dinofleet',
  'package.json',
  'package-lock.json',
  'CMakeLists.txt',
  'LICENSE',
  'NOTICE',
  'dist/src',
  'dist/scripts',
  'proto/generated',
  'native',
];

/** Paths, in a checkout, of what a host needs to run this build without one. */
export function pathsToShip(): string[] {
  const addons = (Object.keys(ADDONS) as AddonName[]).map((name) =>
    addonPath(name, join(ADDONS[name].folder, 'Release')),
  );
  return [...PARTS, ...addons, ...productionPackages()].filter((path) => existsSync(join(PACKAGE_ROOT, path)));
}

/** Folders of those that are no tool of the build. Those within others go with them. */
function productionPackages(): string[] {
  const lock = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean }>;
  };
  return Object.entries(lock.packages)
    .filter(([path, { dev }]) => dev !== true && /^node_modules\/(?:@[^/]+\/)?[^/]+$/.test(path))
    .map(([path]) => path);
}

/** @returns a tar archive, compressed by gzip. @throws HostError where tar fails */
export function packBuild(): Promise<Buffer> {
  const args = ['-czf', '-', '--exclude=*.d.ts', '--exclude=*.map', '-C', PACKAGE_ROOT, '--', ...pathsToShip()];
  return new Promise((resolve, reject) => {
    const fail = (what: string) => reject(new HostError(`this build cannot be packed: ${what}`, true));
    const tar = spawn('tar', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const pieces: Buffer[] = [];
    let stderr = '';
    tar.stdout.on('data', (piece: Buffer) => pieces.push(piece));
    tar.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    tar.once('error', ({ message }) => fail(message));
    tar.once('close', (code) => (code === 0 ? resolve(Buffer.concat(pieces)) : fail(stderr.trim())));
  });
}
