/** Makes the image of cluster/docker as far as that goes without its base: in roots of their own over this machine's, which has the same. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readDockerfile, type Stage } from '../fixtures/dockerfile.js';

const stages = readDockerfile('cluster/docker/Dockerfile');

/** A shell script that does what a stage says in $1, a root; what other stages have made is found in $2/NAME. */
function scriptOf({ instructions }: Stage): string {
  let folder = '/';
  const lines = instructions.flatMap(({ name, args }) => {
    if (name === 'WORKDIR') {
      folder = args;
      return [`mkdir -p "$1${folder}"`];
    }
    if (name === 'COPY') {
      const [, from, source, target] = /^(?:--from=(\S+) )?(\S+) (\S+)$/.exec(args)!;
      const to = target === '.' ? folder : target!;
      const content = from === undefined ? 'context' : from;
      return [`mkdir -p "$1${to}"`, `cp -a "$2/${content}/${source}/." "$1${to}/"`];
    }
    if (name === 'RUN') return [`chroot "$1" sh -ec ${quoted(`cd ${folder}; ${args}`)} < /dev/null`];
    return [];
  });
  return lines.join('\n');
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** Runs a script in a root of its own, $root, whose changes are in memory and gone afterwards. */
function inFreshRoot(folder: string, script: string): string {
  const path = join(folder, 'script');
  const lines = [
    'set -e',
    'mkdir -p "$1/layer" "$1/root"',
    'mount -t tmpfs -o size=90% layer "$1/layer"',
    'mkdir "$1/layer/upper" "$1/layer/work"',
    'mount -t overlay -o "lowerdir=/,upperdir=$1/layer/upper,workdir=$1/layer/work" image "$1/root"',
    'mount --rbind /proc "$1/root/proc"',
    'mount --rbind /dev "$1/root/dev"',
    'root=$1/root',
    script,
  ];
  writeFileSync(path, `${lines.join('\n')}\n`);
  return execFileSync('unshare', ['--mount', 'sh', path, folder], { encoding: 'utf8', maxBuffer: 64 * 2 ** 20 });
}

test('the image is made by its own lines, and what is in it runs as its user', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'dinofleet-image-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const made = join(folder, 'made');
  mkdirSync(join(made, 'build'), { recursive: true });
  mkdirSync(join(made, 'context'));
  const files = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  execFileSync('tar', ['--null', '--files-from=-', '-cf', join(folder, 'context.tar')], { input: files });
  execFileSync('tar', ['-xf', join(folder, 'context.tar'), '-C', join(made, 'context')]);
  const [build, cpu] = ['build', 'cpu'].map((name) => stages.find((stage) => stage.name === name)!);
  const stage = (one: Stage) =>
    `stage() {\n${scriptOf(one)}\n}\nstage "$root" ${quoted(made)} > ${quoted(`${folder}/log`)} 2>&1 || { cat ${quoted(`${folder}/log`)}; exit 1; }`;
  inFreshRoot(folder, `${stage(build!)}\nmv "$root/pack" ${quoted(`${made}/build/pack`)}`);

  const asUser = (...words: string[]) =>
    `chroot "$root" setpriv --reuid 1000 --regid 1000 --clear-groups env HOME=/tmp ${words.map(quoted).join(' ')}`;
  const printed = inFreshRoot(
    folder,
    `${stage(cpu!)}\n${asUser('dinofleet', '--version')}\n${asUser('dinofleet', 'doctor')} || true\n${asUser('dinofleet', 'plan', '/opt/dinofleet/configs/quickstart.yaml', '--nodes', '1', '--gpus-per-node', '1')}`,
  );
  assert.match(printed, /^\d+\.\d+\.\d+\n/);
  assert.doesNotMatch(printed, /cannot open shared object/);
});
