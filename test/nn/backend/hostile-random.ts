// Run by hostile-arguments.soak.ts in a process of its own: calls with several arguments wrong at once.
import { writeSync } from 'node:fs';
import { attempt } from '../../hostile/sweep.js';
import { hostileTensors } from './hostile-tensors.js';
import { nativeAddon } from './native-addon.js';
import { validCalls } from './valid-calls.js';

const [device, seed, count] = process.argv.slice(2);
const backend = nativeAddon(device!).open('float32');
const twin = nativeAddon(device!).open('float32');

let state = Number(seed) >>> 0;
/** Of 0 to below n. */
const draw = (n: number) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * n);
};

const makers = Object.values(validCalls(backend));
for (let i = 0; i < Number(count); ++i) {
  const call = makers[draw(makers.length)]!();
  const good = call.arguments.map(({ value }) => value);
  const what: string[] = [];
  for (let wrong = 1 + draw(3); wrong > 0 && call.arguments.length > 0; --wrong) {
    const which = draw(good.length);
    const argument = call.arguments[which]!;
    // Tensors that are nearly right come further than what is none.
    const variants = hostileTensors(backend, twin, good[which]);
    const others = [...variants.slice(7), ...(argument.wrong ?? []), ['another argument', good[draw(good.length)]]];
    const [kind, value] = others[draw(others.length)]!;
    argument.value = value;
    what.push(`${argument.name} is ${kind}`);
  }
  await attempt(call, `${what.join(', ')} (seed ${seed}, call ${i})`, 'may pass');
  if (i % 1000 === 0) global.gc!();
}
writeSync(1, 'all attempts made\n');
