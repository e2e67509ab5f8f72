import type { ComputeType } from '../precision/compute-type.js';
import { loadAddon } from '../system/load-addon.js';
import type { Backend } from './backend.js';
import { BackendError } from './backend-error.js';
import { openCpuBackend } from './cpu-backend.js';
import { type AttentionKernels, openCudaBackend } from './cuda-backend.js';
import { type DeviceInfo, emulatedIndex, findDevice, listDevices, whyNoGpu } from './device.js';

/**
 * Opens a device for computing in one type. All backends of a JavaScript thread on one device share its memory pool; every thread has
 * its own.
 * @param attention of a GPU: `compute_precision.attention`
 * @throws BackendError where the device is not here or has no such type, AddonError where its addon does not load
 */
export function openBackend(device: string, compute: ComputeType, attention: AttentionKernels = 'auto'): Backend {
  const info = findDevice(device);
  const emulated = emulatedIndex(device);
  if (emulated !== null) return openCudaBackend('cuda-emulated', emulated, info!, compute, attention);
  if (device === 'cpu') loadAddon('cpu');
  if (info === undefined) throw unknown(device, listDevices());
  if (!info.computeTypes.includes(compute))
    throw new BackendError(
      'COMPUTE_TYPE_UNAVAILABLE',
      `${device} (${info.name}) does not compute in ${compute}; it has ${info.computeTypes.join(', ')}` +
        (compute === 'bfloat16' ? ': bfloat16 wants AVX512-BF16' : ''),
    );
  return device === 'cpu'
    ? openCpuBackend(info, compute)
    : openCudaBackend('cuda', Number(device.slice('cuda:'.length)), info, compute, attention);
}

function unknown(device: string, devices: readonly DeviceInfo[]): BackendError {
  const isCuda = /^cuda:\d+$/.test(device);
  const reason = isCuda
    ? `there is no ${device}: ${whyNoGpu() ?? 'the machine has fewer GPUs'}`
    : `there is no device "${device}"`;
  const here = devices.map((info) => info.device).join(', ') || 'none, as cpu.node does not load';
  return new BackendError('DEVICE_UNKNOWN', `${reason}; devices here: ${here}`);
}
