import { createRequire } from 'node:module';
import { type CpuAddon, emulatedIndex } from '../../../src/nn/device.js';
import type { ComputeType } from '../../../src/precision/compute-type.js';
import { addonPath } from '../../../src/system/load-addon.js';
import type { Argument, Call } from '../../hostile/call.js';
import type { NativeBackend } from './valid-calls.js';

const require = createRequire(import.meta.url);

type Method = (...values: unknown[]) => unknown;

export interface NativeAddon {
  open(compute: ComputeType): NativeBackend;
  /** What the addon exports itself, called as it should be. */
  calls: Record<string, () => Call>;
}

/** An instance of a device's addon, with a pool of its own. */
export function nativeAddon(device: string): NativeAddon {
  const isCpu = emulatedIndex(device) === null;
  const path = addonPath(isCpu ? 'cpu' : 'cuda-emulated');
  const exports = require(path) as Record<string, Method>;
  delete require.cache[path];
  const call = (op: string, makeArguments: () => Argument[]): [string, () => Call] => [
    op,
    () => ({ op, arguments: makeArguments(), run: (...values) => exports[op]!(...values) }),
  ];
  if (isCpu)
    return {
      open: (exports as unknown as CpuAddon<NativeBackend>).open,
      calls: Object.fromEntries([
        call('open', () => [{ name: 'compute', value: 'float32', wrong: [['float16', 'float16']] }]),
        call('describe', () => []),
      ]),
    };
  return {
    open: (compute) => exports.open!(emulatedIndex(device), compute, 'auto') as NativeBackend,
    calls: Object.fromEntries([
      call('open', () => [
        { name: 'index', value: emulatedIndex(device), wrong: [['another device', 3]] },
        { name: 'compute', value: 'float32', wrong: [['int32', 'int32']] },
        { name: 'attention', value: 'auto' },
      ]),
      call('setThreadOrder', () => [{ name: 'order', value: 0 }]),
    ]),
  };
}
