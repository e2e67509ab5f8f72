/**
 * The search of bench/knn.ts beside that of faiss, which runs in a Python of the user's (faiss_search.py): the same vectors and number of
 * threads, in turn, and which of the two begins changes from round to round.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeSearch, type KnnSettings, type Search } from './knn.js';
import { median } from './median.js';
import { askPeer } from './peer.js';

interface Timed {
  milliseconds: number;
  /** (Q, k) */
  indices: Int32Array;
}

interface PeerTimed extends Timed {
  faiss: string;
}

/** What --json prints. */
interface Result extends KnnSettings {
  cpu: string;
  faiss: string;
  queries_per_second: number;
  peer_queries_per_second: number;
  /** Of each round: the peer's time in parts of ours. */
  ratios: number[];
  ratio: number;
  /** Share of the peer's neighbours that are ours as well, of the last round. */
  same_neighbours: number;
}

/** @throws UsageError where the peer cannot run, with what is missing; PeerError where it fails */
export function runBesideFaiss(search: Search, peer: string, rounds: number, json: boolean): void {
  const folder = mkdtempSync(join(tmpdir(), 'dinofleet-knn-'));
  try {
    for (const [name, values] of Object.entries(search.vectors())) writeFileSync(join(folder, `${name}.f32`), values);
    const theirs: PeerTimed[] = [];
    const own: Timed[] = [];
    for (let round = 1; round <= rounds; round++) {
      const turns = [() => theirs.push(searchByPeer(search, peer, folder)), () => own.push(search.time())];
      for (const turn of round % 2 === 1 ? turns : turns.reverse()) turn();
      const [a, b] = [theirs.at(-1)!.milliseconds, own.at(-1)!.milliseconds];
      if (!json)
        console.log(
          `round ${round}: faiss ${a.toFixed(0)} ms, Dinofleet ${b.toFixed(0)} ms, ratio ${(a / b).toFixed(2)}`,
        );
    }
    const result = compare(search.settings, theirs, own);
    console.log(json ? JSON.stringify(result) : lines(result).join('\n'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function searchByPeer({ settings }: Search, peer: string, folder: string): PeerTimed {
  const said = askPeer(peer, 'faiss_search.py', { ...settings, folder }, 'faiss') as Omit<PeerTimed, 'indices'>;
  const bytes = readFileSync(join(folder, 'neighbours.i32'));
  return { ...said, indices: new Int32Array(new Uint8Array(bytes).buffer) };
}

/** Of rounds, in their order. */
export function compare(settings: KnnSettings, theirs: readonly PeerTimed[], own: readonly Timed[]): Result {
  const rate = (timed: readonly Timed[]) => (1000 * settings.queries) / median(timed.map((one) => one.milliseconds));
  const ratios = theirs.map(({ milliseconds }, round) => milliseconds / own[round]!.milliseconds);
  return {
    ...settings,
    cpu: cpus()[0]!.model,
    faiss: theirs[0]!.faiss,
    queries_per_second: rate(own),
    peer_queries_per_second: rate(theirs),
    ratios,
    ratio: median(ratios),
    same_neighbours: sameNeighbours(theirs.at(-1)!.indices, own.at(-1)!.indices, settings.k),
  };
}

/** Share of the (Q, k) neighbours of one search that the other has of the same query, in whichever place. */
function sameNeighbours(theirs: Int32Array, own: Int32Array, k: number): number {
  let same = 0;
  for (let start = 0; start < theirs.length; start += k) {
    const found = new Set(own.subarray(start, start + k));
    for (const row of theirs.subarray(start, start + k)) if (found.has(row)) same++;
  }
  return same / theirs.length;
}

function lines(result: Result): string[] {
  const { cpu, faiss, queries_per_second, peer_queries_per_second, ratios, ratio, same_neighbours } = result;
  const range = `${Math.min(...ratios).toFixed(2)}..${Math.max(...ratios).toFixed(2)} of ${ratios.length}`;
  return [
    `${describeSearch(result)}, on ${cpu}, medians of ${ratios.length} rounds`,
    `  Dinofleet           ${queries_per_second.toFixed(0)} queries/s`,
    `  ${`faiss ${faiss}`.padEnd(20)}${peer_queries_per_second.toFixed(0)} queries/s`,
    `  ratio ${ratio.toFixed(2)} (${range}), ${(100 * same_neighbours).toFixed(4)} % of the neighbours are the same`,
  ];
}
