import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { PACKAGE_ROOT } from '../../src/system/package.js';

/**
 * The compiled program once more, with one mistake in it.
 * @param from what is in the file once
 * @returns where `module` of the copy is
 */
export function mutated(t: TestContext, file: string, from: RegExp, to: string, module: string): string {
  const root = mkdtempSync(join(tmpdir(), 'dinofleet-mutant-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  for (const name of ['package.json', 'build', 'node_modules', 'proto', 'scripts'])
    symlinkSync(join(PACKAGE_ROOT, name), join(root, name));
  cpSync(join(PACKAGE_ROOT, 'dist'), join(root, 'dist'), { recursive: true });
  const path = join(root, 'dist', file);
  const source = readFileSync(path, 'utf8');
  const parts = source.split(from);
  if (parts.length !== 2) throw new Error(`${from} is in ${file} ${parts.length - 1} times, expected once`);
  writeFileSync(path, parts.join(to));
  return pathToFileURL(join(root, 'dist', module)).href;
}
