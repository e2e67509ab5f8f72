import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { unloadableAddon } from '../../../scripts/setup/native-build.mjs';
import { temporaryFolder } from '../../formats/torch-files.js';

test('an addon that does not load is named, with the reason', () => {
  const folder = temporaryFolder();
  const torn = join(folder, 'torn.node');
  writeFileSync(torn, 'not a library');
  assert.equal(unloadableAddon(), null);
  assert.match(unloadableAddon([torn])!, /torn\.node does not load: .*torn\.node: (file too short|invalid ELF header)/);
  assert.match(
    unloadableAddon(['build/Release/cpu.node', join(folder, 'none.node')])!,
    /none\.node does not load: .*No such file/,
  );
});
