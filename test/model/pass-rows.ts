import type { DepthDraw } from '../../src/data/step-plan/kept-samples.js';
import type { PassRows } from '../../src/model/vision-transformer.js';
import type { Backend, SequenceList } from '../../src/nn/backend.js';
import { rowsOf } from '../nn/backend/tensors.js';

/** Rows of a pass over some lists that ends in any of their rows, picked one by one. */
export function passRows(
  backend: Backend,
  lists: readonly SequenceList[],
  output: readonly number[],
  draw: DepthDraw | null,
  depth: number,
): PassRows {
  const starts = lists.map((_, l) => lists.slice(0, l).reduce((sum, list) => sum + list.count * list.length, 0));
  const total = lists.reduce((sum, list) => sum + list.count * list.length, 0);
  const blocks = Array.from({ length: depth }, (_, block) => block);
  const rowsOfKept = (kept: readonly Int32Array[]) =>
    lists.flatMap(({ count, length }, l) =>
      [...kept[l]!].flatMap((sample) =>
        Array.from({ length }, (_, t) => ({
          row: starts[l]! + sample * length + t,
          scale: count / kept[l]!.length,
        })),
      ),
    );
  const picked = (rows: readonly { row: number; scale: number }[], of: number) =>
    rowsOf(
      backend,
      of,
      rows.map(({ row }) => row),
      rows.map(({ scale }) => scale),
    );
  return {
    output: rowsOf(backend, total, output),
    attention: blocks.map((block) => {
      const kept = draw?.attention[block] ?? null;
      if (kept === null) return null;
      const sequences = lists.map(({ length }, l) => ({ count: kept[l]!.length, length }));
      return { rows: picked(rowsOfKept(kept), total), sequences };
    }),
    ffn: blocks.map((block) => {
      const kept = draw?.ffn[block] ?? null;
      if (kept === null) return null;
      const all = rowsOfKept(kept);
      if (block < depth - 1) return picked(all, total);
      const scales = new Map(all.map(({ row, scale }) => [row, scale]));
      const places = output.flatMap((row, place) => (scales.has(row) ? [{ row: place, scale: scales.get(row)! }] : []));
      return picked(places, output.length);
    }),
  };
}
