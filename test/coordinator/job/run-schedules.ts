/** Runs the schedules of some seeds, from and up to those of its arguments, and prints how they ended as JSON. */
import { runSchedule } from './schedule.js';

const [from, to] = process.argv.slice(2).map(Number) as [number, number];
const ends: Record<string, number> = {};
let fromMemory = 0;
let returns = 0;
for (let seed = from; seed < to; seed++) {
  const { end, fleet } = runSchedule(seed);
  ends[end] = (ends[end] ?? 0) + 1;
  fromMemory += fleet.fromMemory.size;
  returns += fleet.returns;
}
console.log(JSON.stringify({ ends, fromMemory, returns }));
