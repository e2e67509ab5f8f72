import { test } from 'node:test';
import { interleave, NEXT_GENERATION, NEXT_LAUNCH } from './interleaved-saves.js';

for (const next of [NEXT_GENERATION, NEXT_LAUNCH])
  test(`an old save goes on to its end between any two operations of ${next.name}, from any operation of its own on`, async () => {
    const { new: newOperations } = await interleave({ next, base: [5, 10], oldStep: 30, at: 0, pause: null });
    for (const oldStep of [20, 30])
      for (let at = 0; ; at++) {
        let wasReached = true;
        for (let pause = 0; pause < newOperations && wasReached; pause++)
          wasReached = (await interleave({ next, base: [5, 10], oldStep, at, pause })).new > 0;
        if (!wasReached) break;
      }
  });
