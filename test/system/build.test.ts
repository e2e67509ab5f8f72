import assert from 'node:assert/strict';
import { cpSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { buildIdentity } from '../../src/system/build.js';
import { PACKAGE_VERSION } from '../../src/system/package.js';
import { temporaryFolder } from '../formats/torch-files.js';

/** A checkout with a file of each kind. */
function checkout(): string {
  const root = temporaryFolder();
  for (const folder of ['dist/src/cli', 'proto/generated', 'native/cpu'])
    mkdirSync(join(root, folder), { recursive: true });
  for (const path of ['dist/src/cli/main.js', 'proto/generated/dinofleet.js', 'native/cpu/addon.cc', 'CMakeLists.txt'])
    writeFileSync(join(root, path), `content of ${path}`);
  return root;
}

test('a build is named by its version and by all code that it is made of, wherever it lies', () => {
  const root = checkout();
  const identity = buildIdentity(root);
  assert.match(identity, /^\d+\.\d+\.\d+\+[0-9a-f]{12}$/);
  assert.ok(identity.startsWith(`${PACKAGE_VERSION}+`));
  const elsewhere = join(temporaryFolder(), 'elsewhere');
  cpSync(root, elsewhere, { recursive: true });
  writeFileSync(join(elsewhere, 'native/README.md'), 'of no matter');
  assert.equal(buildIdentity(elsewhere), identity);

  const seen = new Set([identity]);
  for (const path of [
    'dist/src/cli/main.js',
    'proto/generated/dinofleet.js',
    'native/cpu/addon.cc',
    'CMakeLists.txt',
  ]) {
    writeFileSync(join(root, path), 'changed');
    seen.add(buildIdentity(root));
  }
  renameSync(join(root, 'dist/src/cli/main.js'), join(root, 'dist/src/cli/other.js'));
  seen.add(buildIdentity(root));
  assert.equal(seen.size, 6);
});

test('this build has a name', () => {
  assert.match(buildIdentity(), /\+[0-9a-f]{12}$/);
});
