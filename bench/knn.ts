/**
 * The nearest rows of a gallery to each of many queries, by `topK` on a CPU: vectors of unit length in directions of no pattern. Of some
 * queries the products found are checked against all of float64 before any is timed.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { UsageError } from '../src/errors/usage-error.js';
import type { Backend, Tensor } from '../src/nn/backend.js';
import { openBackend } from '../src/nn/open-backend.js';
import { usableCores } from '../src/system/cores.js';
import { measureGemmRate } from './gemm.js';
import { median } from './median.js';
import { wholeNumber } from './whole-number.js';

export interface KnnSettings {
  queries: number;
  gallery: number;
  dim: number;
  k: number;
  threads: number;
}

/** What --json prints. */
interface KnnResult extends KnnSettings {
  queries_per_second: number;
  /** Of a search of all queries. */
  median_ms: number;
  min_ms: number;
  max_ms: number;
  /** Of the products alone, two operations for each multiply-add. */
  gflops: number;
  gemm_gflops: number;
  share_of_gemm_rate: number;
  cpu: string;
}

/** Of sums of products of unit vectors. */
const LARGEST_ERROR = 1e-5;
const CHECKED_QUERIES = 3;

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      queries: { type: 'string', default: '50000' },
      gallery: { type: 'string', default: '100000' },
      dim: { type: 'string', default: '384' },
      k: { type: 'string', default: '20' },
      threads: { type: 'string', default: String(usableCores().usable) },
      rounds: { type: 'string', default: '3' },
      peer: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const rounds = wholeNumber('rounds', values.rounds);
  const names = ['queries', 'gallery', 'dim', 'k', 'threads'] as const;
  const settings = Object.fromEntries(names.map((name) => [name, wholeNumber(name, values[name])]));
  const search = new Search(settings as unknown as KnnSettings);
  search.check();
  if (values.peer !== undefined) {
    (await import('./beside-faiss.js')).runBesideFaiss(search, values.peer, rounds, values.json);
    return;
  }
  const { gflops: gemm_gflops } = measureGemmRate(search.backend, search.settings.threads);
  const milliseconds = Array.from({ length: rounds }, () => search.time().milliseconds);
  const median_ms = median(milliseconds);
  const gflops = search.flops / median_ms / 1e6;
  const result: KnnResult = {
    ...search.settings,
    queries_per_second: (1000 * search.settings.queries) / median_ms,
    median_ms,
    min_ms: Math.min(...milliseconds),
    max_ms: Math.max(...milliseconds),
    gflops,
    gemm_gflops,
    share_of_gemm_rate: gflops / gemm_gflops,
    cpu: cpus()[0]!.model,
  };
  console.log(values.json ? JSON.stringify(result) : line(result));
}

export function describeSearch({ queries, gallery, dim, k, threads }: KnnSettings): string {
  return `${queries} queries among ${gallery} rows of ${dim}, k = ${k}, ${threads} threads`;
}

function line(result: KnnResult): string {
  const { queries_per_second, median_ms, min_ms, max_ms, gflops, gemm_gflops, share_of_gemm_rate, cpu } = result;
  return (
    `${describeSearch(result)}, on ${cpu}: ${queries_per_second.toFixed(0)} queries/s, median ${median_ms.toFixed(0)} ms ` +
    `(${min_ms.toFixed(0)}..${max_ms.toFixed(0)}), ${gflops.toFixed(0)} GF/s = ${(100 * share_of_gemm_rate).toFixed(0)} % of this ` +
    `machine's GEMM rate (${gemm_gflops.toFixed(0)} GF/s)`
  );
}

/** Queries and a gallery on the CPU's backend. */
export class Search {
  readonly backend: Backend;
  private readonly queries: Tensor;
  private readonly gallery: Tensor;

  /** @throws UsageError where k is more than the gallery has */
  constructor(readonly settings: KnnSettings) {
    if (settings.k > settings.gallery)
      throw new UsageError('BAD_OPTION', `--k is ${settings.k}, expected at most --gallery, ${settings.gallery}`);
    this.backend = openBackend('cpu', 'float32');
    this.backend.setThreads(settings.threads);
    this.queries = this.directions(settings.queries, 0);
    this.gallery = this.directions(settings.gallery, 1);
  }

  get flops(): number {
    return 2 * this.settings.queries * this.settings.gallery * this.settings.dim;
  }

  /** The bytes of both, as they are in memory. */
  vectors(): { queries: Float32Array; gallery: Float32Array } {
    return { queries: this.floats(this.queries), gallery: this.floats(this.gallery) };
  }

  /** One search of all queries. */
  time(): { milliseconds: number; indices: Int32Array } {
    const { settings, backend } = this;
    backend.setThreads(settings.threads);
    const start = performance.now();
    const { values, indices } = backend.topK(this.queries, this.gallery, settings.k);
    const milliseconds = performance.now() - start;
    const found = new Int32Array(indices.numel);
    backend.download(indices, found);
    values.release();
    indices.release();
    return { milliseconds, indices: found };
  }

  /** @throws Error where products of the first and last queries are not the largest that there are */
  check(): void {
    const { settings, backend } = this;
    const { dim, k } = settings;
    const gallery = this.floats(this.gallery);
    for (let i = 0; i < CHECKED_QUERIES; i++) {
      const row = Math.round(((settings.queries - 1) * i) / (CHECKED_QUERIES - 1));
      const asked = this.queries.narrow(row, 1);
      const { values, indices } = backend.topK(asked, this.gallery, k);
      const [query, found] = [this.floats(asked), this.floats(values)];
      values.release();
      indices.release();
      const products = Float64Array.from({ length: settings.gallery }, (_, n) => {
        let sum = 0;
        for (let d = 0; d < dim; d++) sum += query[d]! * gallery[n * dim + d]!;
        return sum;
      });
      const wanted = products.sort().reverse();
      const wrong = found.findIndex((product, j) => !(Math.abs(product - wanted[j]!) < LARGEST_ERROR));
      if (wrong >= 0)
        throw new Error(
          `topK gives query ${row} the product ${found[wrong]} in place ${wrong}, expected ${wanted[wrong]}`,
        );
    }
  }

  private floats(tensor: Tensor): Float32Array {
    const values = new Float32Array(tensor.numel);
    this.backend.download(tensor, values);
    return values;
  }

  private directions(count: number, key: number): Tensor {
    const normals = this.backend.empty([count, this.settings.dim], 'float32');
    this.backend.randomNormal(normals, [0, key], 0, 1);
    const { y, norm } = this.backend.l2Normalize(normals, 1e-12);
    normals.release();
    norm.release();
    return y;
  }
}
