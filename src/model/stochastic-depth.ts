/** One list of equally long sequences in a packed batch: `count` of them, `length` tokens each. */
export interface SequenceList {
  count: number;
  length: number;
}

/** Which samples of each list keep a block's residual branch. Indices within the list, distinct. */
export type KeptSamples = readonly Int32Array[];

/** The rows of a packed batch that a residual branch runs on. */
export interface RowSelection {
  /** Token rows in the packed batch, (R). */
  rows: Int32Array;
  /** (R) batch / kept of the row's list: keeps the expected sum. */
  rowScale: Float32Array;
  /** (kept sequences + 1) boundaries within `rows`. */
  cuSeqlens: Int32Array;
}

/** max(floor(count * (1 - rate)), 1), as the released code counts. */
export function keptCount(count: number, rate: number): number {
  return Math.max(Math.floor(count * (1 - rate)), 1);
}

/** Boundaries of all sequences of the lists, one after the other. */
export function packedSeqlens(lists: readonly SequenceList[]): Int32Array {
  const boundaries = [0];
  for (const { count, length } of lists) for (let i = 0; i < count; i++) boundaries.push(boundaries.at(-1)! + length);
  return Int32Array.from(boundaries);
}

/** Rows, scales and boundaries of the kept samples. Source: DINOv2 layers/block.py `get_branges_scales`. */
export function selectSamples(lists: readonly SequenceList[], kept: KeptSamples): RowSelection {
  const keptLists = lists.map((list, l) => ({ count: kept[l]!.length, length: list.length }));
  const cuSeqlens = packedSeqlens(keptLists);
  const rows = new Int32Array(cuSeqlens.at(-1)!);
  const rowScale = new Float32Array(rows.length);
  let at = 0;
  let listStart = 0;
  lists.forEach(({ count, length }, l) => {
    const samples = kept[l]!;
    rowScale.fill(count / samples.length, at, at + samples.length * length);
    for (const sample of samples) for (let t = 0; t < length; t++) rows[at++] = listStart + sample * length + t;
    listStart += count * length;
  });
  return { rows, rowScale, cuSeqlens };
}

/**
 * The selection among `outputRows`, the only rows that are still wanted after the last attention: which of them belong
 * to kept samples. Rows are positions in `outputRows`.
 */
export function selectOutputRows(
  lists: readonly SequenceList[],
  kept: KeptSamples,
  outputRows: Int32Array,
): Omit<RowSelection, 'cuSeqlens'> {
  const total = lists.reduce((sum, list) => sum + list.count * list.length, 0);
  const scaleOfRow = new Float32Array(total);
  const all = selectSamples(lists, kept);
  all.rows.forEach((row, i) => {
    scaleOfRow[row] = all.rowScale[i]!;
  });
  const rows: number[] = [];
  const rowScale: number[] = [];
  outputRows.forEach((row, position) => {
    if (scaleOfRow[row]! > 0) {
      rows.push(position);
      rowScale.push(scaleOfRow[row]!);
    }
  });
  return { rows: Int32Array.from(rows), rowScale: Float32Array.from(rowScale) };
}

/** Rate of each block: the same for all, or rising linearly from 0. */
export function dropPathRates(rate: number, depth: number, uniform: boolean): number[] {
  return Array.from({ length: depth }, (_, i) =>
    uniform || depth === 1 ? (uniform ? rate : 0) : (rate * i) / (depth - 1),
  );
}
