/**
 * What a rank of W sends in a collective, in bytes; it receives as much. Payload only, as `Communicator.traffic` counts it.
 */

/** All-reduces up to this many bytes are one exchange of everything. Source: native/gloo-bindings/collectives.cc */
const SMALL_BYTES = 64 * 1024;

/** Of a buffer of `bytes` on W ranks, (W - 1) / W: this rank's slice goes to every other one. */
export function allGatherBytes(bytes: number, worldSize: number): number {
  return (bytes / worldSize) * (worldSize - 1);
}

/** Every other rank's slice of the input goes to it. */
export function reduceScatterBytes(bytes: number, worldSize: number): number {
  return (bytes / worldSize) * (worldSize - 1);
}

/**
 * A reduce-scatter and an all-gather of the sums; where the buffer is small, all of it to all others.
 * @param numel elements of `width` bytes, shared out in slices of a ceiling's size, of which the last may be shorter
 */
export function allReduceBytes(numel: number, width: number, rank: number, worldSize: number): number {
  if (numel * width <= SMALL_BYTES) return numel * width * (worldSize - 1);
  const slice = Math.ceil(numel / worldSize);
  const begin = (of: number) => Math.min(numel, of * slice);
  const own = begin(rank + 1) - begin(rank);
  return (numel - own + own * (worldSize - 1)) * width;
}
