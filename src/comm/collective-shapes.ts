import type { DType, Tensor } from '../nn/backend.js';

/**
 * What every Communicator asks of the tensors that it is given. All throw a RangeError or TypeError that names the
 * collective, the tensor, what it is and what it should be.
 */

export function checkAllGather(buffer: Tensor, worldSize: number): void {
  checkDivisible('allGather', 'buffer', buffer, worldSize);
}

export function checkReduceScatter(input: Tensor, out: Tensor, worldSize: number): void {
  checkDType('reduceScatter', 'input', input, ['float32', 'float16', 'bfloat16']);
  checkDType('reduceScatter', 'out', out, ['float32']);
  checkDivisible('reduceScatter', 'input', input, worldSize);
  if (out.numel * worldSize !== input.numel)
    throw new RangeError(
      `reduceScatter: "out" has ${out.numel} elements, expected ${input.numel / worldSize}: ` +
        `"input" has ${input.numel} for ${worldSize} ranks`,
    );
}

export function checkAllReduce(buffer: Tensor): void {
  checkDType('allReduce', 'buffer', buffer, ['float32']);
}

export function checkAllReduceGradient(buffer: Tensor): void {
  checkDType('allReduceGradient', 'buffer', buffer, ['float32', 'float16', 'bfloat16']);
}

function checkDType(op: string, name: string, tensor: Tensor, wanted: readonly DType[]): void {
  if (!wanted.includes(tensor.dtype))
    throw new TypeError(`${op}: "${name}" is ${tensor.dtype}, expected ${wanted.join(' or ')}`);
}

function checkDivisible(op: string, name: string, tensor: Tensor, worldSize: number): void {
  if (tensor.numel % worldSize !== 0)
    throw new RangeError(
      `${op}: "${name}" has ${tensor.numel} elements, expected a multiple of the world size ${worldSize}; ` +
        'pad it to one',
    );
}
