import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FolderError, makeFolder } from '../../src/system/make-folder.js';
import { temporaryFolder } from '../formats/torch-files.js';

const root = temporaryFolder();
const below = (...names: string[]) => join(root, ...names);

test('a folder is made with those above it, and may be there already', () => {
  makeFolder(below('a', 'b', 'c'));
  makeFolder(below('a', 'b', 'c'));
  makeFolder(`${below('a', 'd')}//e/`);
  assert.ok(existsSync(below('a', 'd', 'e')));
  symlinkSync('a', below('link'));
  makeFolder(below('link', 'f'));
  makeFolder(below('link'));
  assert.ok(statSync(below('a', 'f')).isDirectory());
  makeFolder(below('private', 'one'), 0o700);
  assert.equal(statSync(below('private')).mode & 0o777, 0o700);
  makeFolder('/');
  makeFolder('/proc');
  makeFolder('.');
});

test('a folder that cannot be made is refused at once, with path and reason', () => {
  writeFileSync(below('file'), '');
  symlinkSync('nothing', below('dangling'));
  symlinkSync('file', below('to-file'));
  symlinkSync('circle', below('circle'));
  mkdirSync(below('sound'));
  const cases: [string, RegExp | string][] = [
    ['/proc/x', 'its file system takes no new folders'],
    ['/proc/x/y/z', 'its file system takes no new folders'],
    ['/proc/self/x/y', 'its file system takes no new folders'],
    ['/sys/x/y', /its file system (does not allow it|is read-only)|no permission/],
    [below('file'), `${below('file')} is a file, and no folder`],
    [below('file', 'x', 'y'), `${below('file')} is a file, and no folder`],
    [below('to-file', 'x'), `${below('to-file')} is a link to a file, and no folder`],
    [below('dangling'), `${below('dangling')} is a link that leads nowhere, and no folder`],
    [below('dangling', 'x', 'y'), `${below('dangling')} is a link that leads nowhere, and no folder`],
    [below('circle', 'x'), `${below('circle')} is a link that leads in a circle, and no folder`],
    [below('sound', 'x'.repeat(300), 'y'), 'the name is longer than the file system allows'],
    [below('sound', 'x/'.repeat(3000)), 'the name is longer than the file system allows'],
    ['', 'the path is empty'],
  ];
  for (const [path, reason] of cases)
    assert.throws(
      () => makeFolder(path),
      (error) => {
        assert.ok(error instanceof FolderError, String(error));
        assert.equal(error.path, path);
        if (typeof reason === 'string') assert.equal(error.reason, reason);
        else assert.match(error.reason, reason);
        assert.equal(error.message, `folder ${path} cannot be made: ${error.reason}`);
        assert.equal(error.exitCode, 2);
        return true;
      },
    );
  assert.ok(!existsSync(below('nothing')));
});

test('nothing else in the sources makes folders', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const makers = files.filter((path) => /\bmkdir(Sync)?\b/.test(readFileSync(join('src', path), 'utf8')));
  // The one for other machines is a program for their shell.
  assert.deepEqual(makers.sort(), ['engines/ssh/host-program.ts', 'system/make-folder.ts']);
});
