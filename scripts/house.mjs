// The walls of the house: docs/house.json says which folder of src/ may import which. From it are made the linter's rules,
// biome.walls.json, and the picture of the architecture page, docs/house.svg, so that neither can differ from the other.
//
//   npm run house     after every change of docs/house.json; a test says where that was forgotten
import { readFileSync, writeFileSync } from 'node:fs';
import { StepError } from './setup/step-error.mjs';
import { runMain } from './setup.mjs';

/**
 * @typedef {{ name: string, note: string, uses: string[] }} Room a folder of src/
 * @typedef {{ name: string, colour: string, rooms: Room[] }} Floor
 * @typedef {{ floors: Floor[], native: { name: string, note: string }[] }} House
 */

/** @returns {House} */
export function readHouse() {
  return JSON.parse(readFileSync('docs/house.json', 'utf8'));
}

/**
 * A room uses rooms on floors below its own, and on its own floor those to its right: so that no two can use each other.
 * @param {House} house
 * @throws StepError that names the first use that goes elsewhere
 */
export function checkFloors({ floors }) {
  const order = floors.flatMap(({ rooms }) => rooms.map(({ name }) => name));
  for (const { name, uses } of floors.flatMap(({ rooms }) => rooms))
    for (const used of uses)
      if (order.indexOf(used) <= order.indexOf(name))
        throw new StepError(
          `docs/house.json: ${name} uses ${used}, expected a room that is listed after it: on a floor below, or to its right`,
        );
}

/**
 * The linter's rules: a file may import from its own room and from those that the room uses.
 * @param {House} house
 */
export function walls({ floors }) {
  const rooms = floors.flatMap((floor) => floor.rooms);
  const inside = (name) => rooms.filter((room) => room.name.startsWith(`${name}/`)).map((room) => room.name);
  return {
    overrides: rooms.map(({ name, uses }) => {
      const reachable = new Set([name, ...uses]);
      const others = rooms.map((room) => room.name).filter((other) => !reachable.has(other));
      const message = `src/${name} may import ${uses.length === 0 ? 'nothing of ours' : `only ${uses.join(', ')}`}: docs/house.json`;
      return {
        includes: [`**/src/${name}/**`, ...inside(name).map((inner) => `!**/src/${inner}/**`)],
        linter: {
          rules: {
            style: {
              noRestrictedImports: {
                level: 'error',
                options: {
                  patterns: [
                    { group: [...others.flatMap((other) => imports(name, other)), ...special(name)], message },
                  ],
                },
              },
            },
          },
        },
      };
    }),
  };
}

/** What an import of room `to` by a file of room `from` looks like. */
function imports(from, to) {
  const [folder, inner] = to.split('/');
  // An inner room and its own folder see each other without the folder's name.
  if (inner !== undefined && from === folder) return [`./${inner}/**`];
  if (from.startsWith(`${to}/`)) return ['../*.js'];
  return [`**/${to}/**`];
}

/** Decisions know nothing of Node, so that they can run anywhere: in a simulator, or on a journal. */
function special(name) {
  return name === 'coordinator/job' ? ['node:*', '@grpc/*'] : [];
}

const WIDTH = 1000;
const MARGIN = 20;
const LABEL = 96;
const GAP = 8;
const ROOM_HEIGHT = 84;
const LINE = 13;

/**
 * @param {House} house
 * @returns {string} SVG
 */
export function picture({ floors, native }) {
  const parts = [];
  let top = MARGIN;
  const floorOf = (label, colour, rooms, height) => {
    parts.push(text(MARGIN, top + height / 2 + 4, 'floor', label));
    const weights = rooms.map(
      ({ uses = [], note, name }) => 3 + Math.max(note.length, 1.6 * name.length + 4) / 9 + uses.length / 4,
    );
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const available = WIDTH - 2 * MARGIN - LABEL - GAP * (rooms.length - 1);
    let left = MARGIN + LABEL;
    rooms.forEach((room, i) => {
      const width = (available * weights[i]) / total;
      parts.push(
        `<rect x="${round(left)}" y="${top}" width="${round(width)}" height="${height}" rx="4" fill="${colour}"/>`,
      );
      const lines = [
        ['name', room.uses ? `${room.name}/` : room.name],
        ...wrap(room.note, width / 6.2).map((line) => ['note', line]),
        ...wrap(room.uses?.length ? `→ ${room.uses.join(', ')}` : '', width / 5.1).map((line) => ['uses', line]),
      ];
      const first = top + (height - lines.length * LINE) / 2 + LINE - 3;
      lines.forEach(([kind, line], row) => {
        parts.push(text(left + width / 2, first + row * LINE, kind, line));
      });
      left += width + GAP;
    });
    top += height + 2 * GAP;
  };
  for (const { name, colour, rooms } of floors) floorOf(name, colour, rooms, ROOM_HEIGHT);
  floorOf('C++', '#dddddd', native, 48);
  parts.push(
    text(
      WIDTH / 2,
      top + 8,
      'note',
      'Behind → stands what a room may import: rooms on floors below, and on its own floor to its right. The linter checks it.',
    ),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top + 24}" font-family="DejaVu Sans, Verdana, sans-serif">
  <title>The house: which folder of src/ uses which</title>
  <style>
    rect { stroke: #555; stroke-width: 1 }
    .paper { fill: #fff; stroke: none }
    text { text-anchor: middle; fill: #222 }
    .name { font-size: 13px; font-weight: bold }
    .note { font-size: 11px }
    .uses { font-size: 9px; fill: #555 }
    .floor { font-size: 11px; font-style: italic; text-anchor: start; fill: #555 }
  </style>
  <rect class="paper" width="${WIDTH}" height="${top + 24}"/>
  ${parts.join('\n  ')}
</svg>
`;
}

function text(x, y, kind, content) {
  return `<text class="${kind}" x="${round(x)}" y="${round(y)}">${content}</text>`;
}

function round(value) {
  return Math.round(10 * value) / 10;
}

/** Lines of at most so many characters. */
function wrap(content, most) {
  const lines = [];
  for (const word of content.split(' ').filter((part) => part !== '')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= most) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The generated files and what is to be in them. */
export function generated() {
  const house = readHouse();
  checkFloors(house);
  return { 'biome.walls.json': `${JSON.stringify(walls(house), null, 2)}\n`, 'docs/house.svg': picture(house) };
}

if (process.argv[1]?.endsWith('house.mjs'))
  await runMain(async () => {
    for (const [path, content] of Object.entries(generated())) writeFileSync(path, content);
  });
