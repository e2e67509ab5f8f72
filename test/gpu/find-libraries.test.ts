import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { findLibrary, howToInstall } from '../../src/gpu/find-libraries.js';

const FILE = 'libcublasLt.so.13';

function machine(t: TestContext, ...files: string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'dinofleet-gpu-'));
  t.after(() => rmSync(root, { recursive: true }));
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '');
  }
  return root;
}

test('a library is found in the toolkit that is named, then in packages of Python, then where a distribution has it', (t) => {
  const [toolkit, active, system] = [
    `opt/cuda/lib64/${FILE}`,
    `venv/lib/python3.11/site-packages/nvidia/cu13/lib/${FILE}`,
    `usr/lib/x86_64-linux-gnu/${FILE}`,
  ];
  const root = machine(t, toolkit, active, system);
  const environment = { CUDA_HOME: join(root, 'opt/cuda'), VIRTUAL_ENV: join(root, 'venv') };
  assert.equal(findLibrary('cublasLt', environment, root), join(root, toolkit));
  assert.equal(findLibrary('cublasLt', { VIRTUAL_ENV: join(root, 'venv') }, root), join(root, active));
  assert.equal(findLibrary('cublasLt', {}, root), join(root, system));
});

test('a library is found beside the python3 on the PATH, and where LD_LIBRARY_PATH says', (t) => {
  const packages = `python/lib/python3.12/site-packages/nvidia/cublas/lib/${FILE}`;
  const root = machine(t, 'python/bin/python3', packages, `somewhere/${FILE}`);
  assert.equal(findLibrary('cublasLt', { PATH: join(root, 'python/bin') }, root), join(root, packages));
  const path = { LD_LIBRARY_PATH: `:/nowhere:${join(root, 'somewhere')}` };
  assert.equal(findLibrary('cublasLt', path, root), join(root, 'somewhere', FILE));
});

test('a library that is nowhere, or of another version, is not found', (t) => {
  const root = machine(t, 'usr/local/cuda/lib64/libcublasLt.so.12', 'usr/lib/python3/dist-packages/other.py');
  assert.equal(findLibrary('cublasLt', {}, root), null);
});

test('a library is taken by a longer version of its name where the short one is not there, and what is missing is said with its package', (t) => {
  const root = machine(t, 'usr/lib/libnvrtc-builtins.so.13.0', 'usr/lib/libnvrtc-builtins.so.12.9');
  assert.equal(findLibrary('nvrtcBuiltins', {}, root), join(root, 'usr/lib/libnvrtc-builtins.so.13.0'));
  assert.match(
    howToInstall('nccl'),
    /^libnccl\.so\.2 is not on this machine: .+ python3 -m pip install nvidia-nccl-cu13$/,
  );
});
