/** What JavaScript may pass where the types would not let it. None of these is a tensor, nor a typed array of use. */
export function junk(): [what: string, value: unknown][] {
  const throwing = () => {
    throw new Error('a getter that throws');
  };
  return [
    ['undefined', undefined],
    ['a string', 'x'],
    ['a long string', 'x'.repeat(100_000)],
    ['a symbol', Symbol('x')],
    ['a bigint', 10n ** 30n],
    ['true', true],
    ['an object', {}],
    ['an object without prototype', Object.create(null)],
    ['an object that claims to be a tensor', { shape: [2], dtype: 'float32', device: 'cpu', numel: 2 }],
    ['an object with valueOf', { valueOf: () => 3, toString: throwing }],
    ['an array', [1, 2, 3]],
    ['a sparse array of most length', new Array(2 ** 32 - 1)],
    ['a function', () => 3],
    ['a class', class {}],
    ['a date', new Date(0)],
    ['a proxy whose traps throw', new Proxy({}, { get: throwing, getPrototypeOf: throwing, has: throwing })],
    ['a revoked proxy', revoked()],
    ['an ArrayBuffer', new ArrayBuffer(8)],
    ['a SharedArrayBuffer', new SharedArrayBuffer(8)],
    ['a DataView', new DataView(new ArrayBuffer(8))],
    ['a promise', Promise.resolve(1)],
    ['the global object', globalThis],
  ];
}

export const numbers = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -1,
  -0,
  0,
  0.5,
  1e9,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  2 ** 63,
  2 ** 64,
  -(2 ** 63),
  1e300,
  5e-324,
];

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
