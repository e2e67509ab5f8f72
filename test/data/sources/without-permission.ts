/** Reads a folder as somebody who may not read all of it: its modes stop nobody who is root. Prints what was found as JSON. */
import { carryOut } from '../../../src/data/sources/folder-reader.js';

if (process.getuid!() === 0) {
  process.setgroups!([]);
  process.setgid!(65_534);
  process.setuid!(65_534);
}
const results = process.argv.slice(2).map((path) => {
  const result = carryOut({ kind: 'read', path: Buffer.from(path) });
  if (result.kind !== 'read') return result;
  const { images, leftOut, unreachable, unreachableFolders } = result.examined;
  return { images, leftOut: [...leftOut], unreachable: [...unreachable], unreachableFolders };
});
console.log(JSON.stringify(results));
