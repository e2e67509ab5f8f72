/** The types of a tensor's elements, by the names that safetensors gives them. */

/** The typed array that holds each type that is read and written here. 16-bit floats are held as their bits. */
export const ARRAY_OF = {
  F64: Float64Array,
  F32: Float32Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  I64: BigInt64Array,
  U64: BigUint64Array,
  I32: Int32Array,
  U32: Uint32Array,
  I16: Int16Array,
  U16: Uint16Array,
  I8: Int8Array,
  U8: Uint8Array,
  BOOL: Uint8Array,
} as const;

export type Dtype = keyof typeof ARRAY_OF;
export type ArrayOf<D extends Dtype> = InstanceType<(typeof ARRAY_OF)[D]>;

/** Bits of an element of the types that are known by name alone: complex numbers, and floats that need a scale beside them. */
const BITS_OF_OTHERS: Readonly<Record<string, number>> = {
  C128: 128,
  C64: 64,
  F8_E4M3: 8,
  F8_E5M2: 8,
  F8_E8M0: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2FNUZ: 8,
  F6_E2M3: 6,
  F6_E3M2: 6,
  F4: 4,
};

export function isReadable(dtype: string): dtype is Dtype {
  return Object.hasOwn(ARRAY_OF, dtype);
}

/** @returns null for a type that is not known */
export function byteLengthOf(dtype: Dtype, shape: readonly number[]): number;
export function byteLengthOf(dtype: string, shape: readonly number[]): number | null;
export function byteLengthOf(dtype: string, shape: readonly number[]): number | null {
  const bits = isReadable(dtype) ? 8 * ARRAY_OF[dtype].BYTES_PER_ELEMENT : BITS_OF_OTHERS[dtype];
  return bits === undefined ? null : Math.ceil((shape.reduce((product, size) => product * size, 1) * bits) / 8);
}
