import { MANIFEST_FILE } from '../checkpoint/manifest.js';
import { type PartSource, type WantedFile, writeRanges } from '../checkpoint/part-source.js';
import type { ByteRange } from '../checkpoint/wanted-ranges.js';
import { ask } from '../rpc/ask.js';
import type { FileChunk, Filled, Holder } from '../rpc/messages.js';
import { nodeService } from '../rpc/service.js';
import type { Transport } from '../rpc/transport.js';

/** Without a byte for so long, another node is asked. */
const SILENCE_MS = 10_000;
/** Over all nodes that have a file. */
const ROUNDS = 3;

interface Save {
  onDisk: boolean;
  step: number;
  identity: string;
}

/** Other nodes that have files of a save: each is asked in turn until one gives what is wanted. */
export class Holders implements PartSource {
  constructor(
    private readonly transport: Transport,
    private readonly save: Save,
    private readonly holders: readonly Holder[],
    private readonly silenceMs = SILENCE_MS,
  ) {}

  async manifest(): Promise<Uint8Array> {
    let why = NOBODY;
    for (const { address } of this.#inRounds(this.holders))
      try {
        const chunks: Uint8Array[] = [];
        for await (const { data } of this.#ask(address, MANIFEST_FILE, [])) chunks.push(data);
        return Buffer.concat(chunks);
      } catch (error) {
        why = (error as Error).message;
      }
    throw this.#lost(MANIFEST_FILE, why);
  }

  fetch(file: WantedFile, path: string): Promise<void> {
    return writeRanges(this.#read(file), file, path);
  }

  /** What one has given is not asked for again. */
  async *#read({ rank, name, ranges }: WantedFile) {
    let left = [...ranges];
    let why = NOBODY;
    for (const { address } of this.#inRounds(this.holders.filter(({ ranks }) => ranks.includes(rank)))) {
      try {
        for await (const { position, data } of this.#ask(address, name, left)) {
          left = after(left, position + data.length);
          yield { position, data };
        }
        why = `${address} has given less than was asked for`;
      } catch (error) {
        why = (error as Error).message;
      }
      if (left.length === 0) return;
    }
    throw this.#lost(name, why);
  }

  *#inRounds(holders: readonly Holder[]): Generator<Holder> {
    for (let round = 0; round < ROUNDS; round++) yield* holders;
  }

  #ask(address: string, file: string, ranges: readonly ByteRange[]): AsyncGenerator<Filled<FileChunk>> {
    const request = { ...this.save, file, ranges };
    const patience = { silenceMs: this.silenceMs };
    return ask(this.transport, { address, server: 'agent' }, nodeService.readPart, request, patience);
  }

  #lost(file: string, why: string): Error {
    return new Error(`${file} of step ${this.save.step} cannot be had: ${why}`);
  }
}

const NOBODY = 'no node has it';

/** Of ranges, what lies behind a position. */
function after(ranges: readonly ByteRange[], position: number): ByteRange[] {
  return ranges
    .filter(({ end }) => end > position)
    .map(({ start, end }) => ({ start: Math.max(start, position), end }));
}
