type Numbers = Float32Array | Uint16Array | Uint8Array;
type Shared<T> = T extends Float32Array
  ? Float32Array<SharedArrayBuffer>
  : T extends Uint16Array
    ? Uint16Array<SharedArrayBuffer>
    : Uint8Array<SharedArrayBuffer>;

/** The same numbers in memory that a collective takes. */
export function lent<T extends Numbers>(numbers: T): Shared<T> {
  const OfItsType = numbers.constructor as new (buffer: SharedArrayBuffer) => T;
  const array = new OfItsType(new SharedArrayBuffer(numbers.byteLength));
  array.set(numbers);
  return array as unknown as Shared<T>;
}
