import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ADDONS, AddonError, type AddonName, loadAddon } from '../../src/system/load-addon.js';

const addons = Object.entries(ADDONS) as [AddonName, (typeof ADDONS)[AddonName]][];
const here = `  for: ${process.platform}-${process.arch}, Node ${process.versions.node}`;

function failureOf(name: AddonName, folder: string): AddonError {
  try {
    loadAddon(name, folder);
  } catch (error) {
    assert.ok(error instanceof AddonError);
    assert.equal(error.exitCode, 1);
    return error;
  }
  return assert.fail('it loads');
}

test('every addon loads, and is the same one at the next call', () => {
  // That of GPUs is built apart.
  for (const [name] of addons.filter(([name]) => name !== 'cuda')) assert.equal(loadAddon(name), loadAddon(name));
});

test('an addon that is not built says where it was looked for and how it is built', () => {
  for (const [name, { purpose, command }] of addons) {
    const error = failureOf(name, '/nowhere');
    assert.equal(error.code, 'ADDON_NOT_BUILT');
    assert.equal(error.reason, `not built: no /nowhere/${name}.node`);
    assert.deepEqual(error.message.split('\n'), [
      `${name}.node, ${purpose}, does not load`,
      `  tried: /nowhere/${name}.node`,
      here,
      `  got: not built: no /nowhere/${name}.node`,
      `  it is built by: ${command}`,
    ]);
  }
});

test('an addon that does not load says what the system said and what to do', () => {
  const folder = mkdtempSync(join(tmpdir(), 'addons-'));
  try {
    for (const [name, { purpose, libraries, folder: buildFolder, command }] of addons) {
      const path = join(folder, `${name}.node`);
      writeFileSync(path, 'not a shared library');
      const error = failureOf(name, folder);
      assert.equal(error.code, 'ADDON_NOT_LOADED');
      assert.ok(error.cause instanceof Error);
      assert.match(error.reason, /invalid ELF header|file too short/);
      assert.deepEqual(error.message.split('\n'), [
        `${name}.node, ${purpose}, does not load`,
        `  tried: ${path}`,
        here,
        `  got: ${error.reason}`,
        `  a missing library (${libraries}) is installed by: npm run setup`,
        `  an addon built for another machine is built again by: rm -rf ${buildFolder} && ${command}`,
      ]);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('no module loads an addon before it is used', () => {
  const modules = [
    'cli/run-cli',
    'data/sample-reader',
    'data/crops/center-crop',
    'comm/gloo-rendezvous',
    'eval/read-image',
  ];
  const program = `
    for (const module of ${JSON.stringify(modules)}) await import(process.cwd() + '/dist/src/' + module + '.js');
    console.log(process.report.getReport().sharedObjects.filter((path) => path.endsWith('.node')).join());`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  assert.equal(stdout, '\n');
});
