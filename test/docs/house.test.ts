import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { checkFloors, generated, readHouse } from '../../scripts/house.mjs';

const { floors } = readHouse();
const rooms = floors.flatMap((floor) => floor.rooms);

/** The room that a file of src/ is in: the innermost one. */
function roomOf(path: string): string {
  const inside = rooms.map(({ name }) => name).filter((name) => path.startsWith(`src/${name}/`));
  return inside.sort((a, b) => b.length - a.length)[0] ?? `none, by ${path}`;
}

/** Rooms that files of each room import from, types too. */
function importsByRoom(): Map<string, Set<string>> {
  const found = new Map(rooms.map(({ name }) => [name, new Set<string>()]));
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  for (const file of files.map((path) => `src/${path}`)) {
    const source = readFileSync(file, 'utf8');
    for (const [, specifier] of source.matchAll(/(?:from|import\(?) ?'(\.[^']+)'/g)) {
      const imported = normalize(join(dirname(file), specifier!));
      if (imported.startsWith('src/') && roomOf(imported) !== roomOf(file))
        found.get(roomOf(file))?.add(roomOf(imported));
    }
  }
  return found;
}

test('the picture and the rules of the linter are those of docs/house.json', () => {
  for (const [path, content] of Object.entries(generated()))
    assert.equal(readFileSync(path, 'utf8'), content, `${path} differs; run: npm run house`);
});

test('every folder of src/ is a room, and what the picture says of it is what its files import', () => {
  const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  assert.deepEqual(
    folders.map(({ name }) => name).filter((name) => !rooms.some((room) => room.name === name)),
    [],
  );
  for (const [room, imported] of importsByRoom()) {
    const { uses } = rooms.find(({ name }) => name === room)!;
    assert.deepEqual([...imported].sort(), [...uses].sort(), `docs/house.json: uses of ${room}`);
  }
});

test('a room that would use one above it, or to its left, is refused', () => {
  const changed = structuredClone(readHouse());
  changed.floors.at(-1)!.rooms[0]!.uses.push('cli');
  assert.throws(() => checkFloors(changed), {
    message:
      'docs/house.json: config uses cli, expected a room that is listed after it: on a floor below, or to its right',
  });
});
