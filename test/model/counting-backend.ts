import type { Backend, SequenceList, Tensor } from '../../src/nn/backend.js';

/** A product of matrices (M, K) and (K, N), or all products of an attention. */
export interface CountedProduct {
  op: keyof Backend;
  multiplyAdds: number;
  /** Rows that go through it. */
  M: number;
  /** (N, K) of the layer that it is of; none for attention. */
  layer: readonly number[];
}

/** The same backend, which notes the multiply-adds of every matrix product and attention that it is asked for. */
export function countingBackend(backend: Backend): { backend: Backend; products: CountedProduct[] } {
  const products: CountedProduct[] = [];
  const layer = (op: keyof Backend, rows: Tensor, shape: readonly number[]) => {
    const M = rows.shape[0]!;
    products.push({ op, M, layer: shape, multiplyAdds: M * shape[0]! * shape[1]! });
  };
  /** `count` products of the scores' size, for every sequence and over all heads. */
  const attention = (op: keyof Backend, factor: number, qkv: Tensor, sequences: readonly SequenceList[]) => {
    const pairs = sequences.reduce((sum, { count, length }) => sum + count * length ** 2, 0);
    products.push({ op, M: qkv.shape[0]!, layer: [], multiplyAdds: (factor * pairs * qkv.shape[1]!) / 3 });
  };
  const counting: Partial<Backend> = {
    linear(x, weight, bias) {
      layer('linear', x, weight.shape);
      return backend.linear(x, weight, bias);
    },
    linearGelu(x, weight, bias) {
      layer('linearGelu', x, weight.shape);
      return backend.linearGelu(x, weight, bias);
    },
    linearBackwardInput(dy, weight) {
      layer('linearBackwardInput', dy, weight.shape);
      return backend.linearBackwardInput(dy, weight);
    },
    linearBackwardInputGelu(dy, weight, pre) {
      layer('linearBackwardInputGelu', dy, weight.shape);
      return backend.linearBackwardInputGelu(dy, weight, pre);
    },
    linearBackwardWeight(dy, x, dWeight, dBias) {
      layer('linearBackwardWeight', dy, dWeight.shape);
      backend.linearBackwardWeight(dy, x, dWeight, dBias);
    },
    attention(qkv, sequences, numHeads) {
      attention('attention', 2, qkv, sequences);
      return backend.attention(qkv, sequences, numHeads);
    },
    attentionBackward(dOut, qkv, out, saved, sequences, numHeads) {
      attention('attentionBackward', 5, qkv, sequences);
      return backend.attentionBackward(dOut, qkv, out, saved, sequences, numHeads);
    },
  };
  return { backend: Object.assign(Object.create(backend), counting) as Backend, products };
}
