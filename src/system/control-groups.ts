import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A cgroup whose controller may limit what this process gets. */
export interface ControlGroup {
  version: 1 | 2;
  folder: string;
}

/**
 * Those that this process is in, by either version, with all above them: each may set a limit.
 * @param root where proc and sys are; another one in tests
 * @param controller of version 1; in version 2 a group has all
 */
export function controlGroups(root: string, controller: 'cpu' | 'memory'): ControlGroup[] {
  const mounts = readIfThere(join(root, 'proc/self/mountinfo')).split('\n').flatMap(parseMount);
  const lines = readIfThere(join(root, 'proc/self/cgroup')).split('\n');
  return lines.flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (controllers === undefined || path === undefined) return [];
    const version = controllers === '' ? 2 : 1;
    if (version === 1 && !controllers.split(',').includes(controller)) return [];
    const mount = mounts.find(
      (one) => one.version === version && (version === 2 || one.controllers.includes(controller)),
    );
    return mount === undefined ? [] : groupAndAbove(join(root, mount.place), below(path, mount.root), version);
  });
}

interface Mount {
  version: 1 | 2;
  /** The group that is at its top: a container's own may be. */
  root: string;
  place: string;
  controllers: string[];
}

/** Source: proc(5), /proc/PID/mountinfo. */
function parseMount(line: string): Mount[] {
  const [fields = '', rest = ''] = line.split(' - ');
  const [, , , root, place] = fields.split(' ');
  const [type, , options = ''] = rest.split(' ');
  if (root === undefined || place === undefined || (type !== 'cgroup' && type !== 'cgroup2')) return [];
  return [{ version: type === 'cgroup2' ? 2 : 1, root, place, controllers: options.split(',') }];
}

/** A group's path as seen from the top of a mount; the top, where it is not below that. */
function below(path: string, root: string): string {
  if (root === '/') return path.includes('..') ? '' : path;
  return path === root || path.startsWith(`${root}/`) ? path.slice(root.length) : '';
}

function groupAndAbove(top: string, path: string, version: 1 | 2): ControlGroup[] {
  const names = path.split('/').filter((name) => name !== '');
  return Array.from({ length: names.length + 1 }, (_, depth) => ({
    version,
    folder: join(top, ...names.slice(0, depth)),
  }));
}

/** Without the white space around it; empty where it cannot be read. */
export function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
