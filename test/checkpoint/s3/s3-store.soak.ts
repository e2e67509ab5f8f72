import { test } from 'node:test';
import { interleave, OLD_SAVES } from './disturbed-saves.js';

for (const [what, base, oldStep] of OLD_SAVES)
  test(`a launch that was superseded and saves ${what} disturbs nothing, whatever requests of the two come between one another`, async (t) => {
    for (let at = 0; ; at++) {
      const { old, new: newOperations } = await interleave({ base: [...base], oldStep, at, pause: null });
      if (newOperations === 0) break;
      await t.test(`before request ${at} of ${old}, between any of ${newOperations}`, async () => {
        for (let pause = 0; pause < newOperations; pause++) await interleave({ base: [...base], oldStep, at, pause });
      });
    }
  });
