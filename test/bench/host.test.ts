import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measureHost } from '../../bench/host.js';
import { smallConfig } from '../checkpoint/small-training.js';

for (const separate_head of [true, false])
  for (const ffn_layer of ['mlp', 'swiglufused'] as const)
    test(`a step keeps to the dtypes of every compute type: ${ffn_layer}, ${separate_head ? 'two heads' : 'one head'}`, () => {
      const base = smallConfig();
      const config = smallConfig({
        student: { ...base.student, ffn_layer, num_register_tokens: 1, drop_path_rate: 0.3 },
        ibot: { ...base.ibot, separate_head },
      });
      const peak = (compute: 'float32' | 'bfloat16' | 'float16') => {
        const { host_ms, plan_ms, calls, peak_memory_bytes, images } = measureHost(config, compute, 2);
        assert.ok(host_ms > 0 && plan_ms > 0 && calls > 100);
        assert.equal(images, config.train.batch_size_per_gpu);
        return peak_memory_bytes;
      };
      // The residual stream is float32 beside bfloat16.
      assert.ok(peak('float16') < peak('bfloat16') && peak('bfloat16') < peak('float32'));
    });
