// Builds Kubernetes' control plane from its Go modules to build/kubernetes: 13 minutes of processor time and 4 GB of Go's cache the first
// time, seconds after that.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from '../../setup/processes.mjs';
import { stepIfChanged } from '../../setup/step.mjs';
import { StepError } from '../../setup/step-error.mjs';

const VERSION = '1.37.2';
const SOURCES = 'scripts/test/kubernetes';
const FOLDER = 'build/kubernetes';
const PROGRAMS = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl'];

export function buildControlPlane() {
  const outputs = [`${FOLDER}/kube`];
  return stepIfChanged(`Kubernetes ${VERSION}`, { inputs: [SOURCES], outputs }, async () => {
    mkdirSync(FOLDER, { recursive: true });
    cpSync(join(SOURCES, 'main.go'), join(FOLDER, 'main.go'));
    writeFileSync(join(FOLDER, 'go.mod'), goModule());
    await runQuietly('go', ['mod', 'tidy'], FOLDER);
    const [major, minor] = VERSION.split('.');
    const set = (name, value) => `-X k8s.io/component-base/version.${name}=${value}`;
    const flags = [set('gitVersion', `v${VERSION}`), set('gitMajor', major), set('gitMinor', minor)].join(' ');
    const build = ['build', '-p', '1', '-trimpath', '-ldflags', `-s -w ${flags}`, '-o', 'kube', '.'];
    // One compiler at a time, and everybody else first: it takes long anyway.
    await runQuietly('nice', ['-n', '15', 'env', 'CGO_ENABLED=0', 'go', ...build], FOLDER);
    for (const program of PROGRAMS) {
      rmSync(join(FOLDER, program), { force: true });
      symlinkSync('kube', join(FOLDER, program));
    }
  });
}

/** Kubernetes' own requirements, in which its parts that are modules by themselves are folders beside it. */
function goModule() {
  let printed;
  try {
    printed = execFileSync('go', ['mod', 'download', '-json', `k8s.io/kubernetes@v${VERSION}`], { encoding: 'utf8' });
  } catch (error) {
    const why = error.code === 'ENOENT' ? 'there is no go in PATH, expected Go 1.26 or newer' : error.message;
    throw new StepError(`Kubernetes cannot be fetched: ${why}`);
  }
  const given = readFileSync(JSON.parse(printed).GoMod, 'utf8');
  const [go] = /^go .*$/m.exec(given);
  const parts = [...given.matchAll(/^\s*(k8s\.io\/[a-z-]+) => \.\/staging\/.*$/gm)].map(([, name]) => name);
  const replaced = parts.map((name) => `\t${name} => ${name} v0.${VERSION.slice(2)}`);
  const debug = [...given.matchAll(/^godebug .*$/gm)].map(([line]) => line);
  return [
    'module control-plane',
    '',
    go,
    '',
    ...debug,
    '',
    `require k8s.io/kubernetes v${VERSION}`,
    'replace (',
    ...replaced,
    ')',
    '',
  ].join('\n');
}
