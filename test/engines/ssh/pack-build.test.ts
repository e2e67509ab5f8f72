import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { packBuild, pathsToShip } from '../../../src/engines/ssh/pack-build.js';
import { buildIdentity } from '../../../src/system/build.js';
import { temporaryFolder } from '../../formats/torch-files.js';

test('what is shipped is this build, wherever it is unpacked, without the tools that it was made with', async () => {
  const folder = temporaryFolder();
  execFileSync('tar', ['-xzf', '-', '-C', folder], { input: await packBuild() });
  assert.equal(buildIdentity(folder), buildIdentity());
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const name of Object.keys(dependencies)) assert.ok(existsSync(join(folder, 'node_modules', name)), name);
  for (const name of Object.keys(devDependencies))
    if (name !== '@types/node') assert.ok(!existsSync(join(folder, 'node_modules', name)), name);
  const help = execFileSync(join(folder, 'dinofleet'), ['agent', '--help'], { encoding: 'utf8' });
  assert.match(help, /take part in a coordinator's job/);
});

test('addons are shipped, and of folders only what belongs to the package', () => {
  const paths = pathsToShip();
  for (const addon of ['cpu', 'gloo', 'image']) assert.ok(paths.includes(`build/Release/${addon}.node`));
  for (const path of paths) assert.doesNotMatch(path, /^(?:test|bench|runs|\.git|dist\/test)\b/);
});
