import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ImageIndexWriter, openImageIndex } from '../src/data/sources/image-index.js';
import type { ListedMember } from '../src/data/sources/image-list.js';
import { indexSources } from '../src/data/sources/index-sources.js';
import { indexShard } from '../src/data/sources/tar/index-shard.js';
import { noisePngs } from '../test/data/image-files.js';
import { median } from './median.js';
import { wholeNumber } from './whole-number.js';

const FOLDER_FILES = 1000;
const READS = 20_000;
const CLI = join(process.cwd(), 'dist/src/cli/main.js');

/** `npm run bench -- index`: what listing costs beside `find`, and what a list of many images costs those who read it. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      files: { type: 'string', default: '300000' },
      entries: { type: 'string', default: '10000000' },
      rounds: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
    },
  });
  const [files, entries, rounds] = [
    wholeNumber('files', values.files),
    wholeNumber('entries', values.entries),
    wholeNumber('rounds', values.rounds),
  ];
  const scratch = mkdtempSync(join(tmpdir(), 'dinofleet-bench-'));
  try {
    const listing = await listingBesideFind(scratch, files, rounds);
    const reading = await readingOf(scratch, entries);
    const starting = await startOn(scratch);
    const figures = { ...listing, ...reading, ...starting };
    if (values.json) console.log(JSON.stringify(figures));
    else
      console.log(
        `${files} files: ${figures.files_per_second.toFixed(0)} a second, ${figures.over_find.toFixed(2)} of find's rate; ` +
          `${entries} entries: ${(figures.index_bytes / 2 ** 20).toFixed(0)} MiB, opened in ${figures.open_ms.toFixed(1)} ms, an image ` +
          `in ${figures.read_us.toFixed(1)} us, ${(figures.anonymous_bytes / 2 ** 20).toFixed(1)} MiB of memory; a training's first step ` +
          `${figures.first_step_s.toFixed(1)} s after its start`,
      );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function listingBesideFind(scratch: string, files: number, rounds: number) {
  const root = join(scratch, 'files');
  for (let i = 0; i < files; i++) {
    const folder = join(root, String(Math.floor(i / FOLDER_FILES)).padStart(6, '0'));
    if (i % FOLDER_FILES === 0) mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `image-${String(i).padStart(8, '0')}.jpeg`), '');
  }
  const find = () =>
    void execFileSync('find', [root, '-printf', '%s %p\n'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const list = () =>
    indexSources([{ path: root, weight: null }], join(scratch, 'files.idx'), '', {
      givenAs: 'files',
      onFound: () => {},
    });
  const times = { find: [] as number[], ours: [] as number[] };
  for (let round = 0; round < rounds; round++)
    for (const which of round % 2 === 0 ? (['find', 'ours'] as const) : (['ours', 'find'] as const)) {
      const began = performance.now();
      await (which === 'find' ? find() : list());
      times[which].push((performance.now() - began) / 1000);
    }
  return { files, files_per_second: files / median(times.ours), over_find: median(times.find) / median(times.ours) };
}

/** An index of archives, of which all members are those of one. */
async function readingOf(scratch: string, entries: number) {
  const archive = join(scratch, 'all.tar');
  const folder = join(scratch, 'images');
  mkdirSync(folder);
  for (const [name, png] of Object.entries(noisePngs(200))) writeFileSync(join(folder, name), png);
  execFileSync('tar', ['-cf', archive, '-C', folder, '.']);
  const members: ListedMember[] = [];
  const { shard } = await indexShard(archive, 0, (image) => void members.push(image));
  const path = join(scratch, 'entries.idx');
  const writer = new ImageIndexWriter(path, '');
  const list = writer.begin('members');
  for (let i = 0; i < entries; i++) {
    const member = members[i % members.length]!;
    list.add({ ...member, path: Buffer.from(`n${String(i >> 10).padStart(8, '0')}_${i}.JPEG`) });
  }
  const facts = { kind: 'tar', location: archive, weight: null, isWhole: true } as const;
  writer.end(facts, list, { shards: [{ ...shard, images: entries }] });
  writer.finish([{ path: archive, weight: null }]);
  const memoryBefore = anonymousBytes();
  const opening = performance.now();
  const index = openImageIndex(path, null);
  const open_ms = performance.now() - opening;
  const images = index.sources[0]!.images!;
  const reading = performance.now();
  for (let i = 0; i < READS; i++) images.at(Math.floor((i * 2654435761) % entries));
  const read_us = (1000 * (performance.now() - reading)) / READS;
  const anonymous_bytes = anonymousBytes() - memoryBefore;
  index.close();
  return { entries, index_bytes: statSync(path).size, open_ms, read_us, anonymous_bytes };
}

function anonymousBytes(): number {
  globalThis.gc?.();
  return 1024 * Number(/RssAnon:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))![1]);
}

/** Until the log has a step. */
async function startOn(scratch: string): Promise<{ first_step_s: number }> {
  const outputDir = join(scratch, 'out');
  const keys = [
    'train.nproc_per_node=1',
    'train.max_steps=1',
    'train.batch_size_per_gpu=8',
    `train.output_dir=${outputDir}`,
  ];
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [CLI, 'launch', 'configs/quickstart.yaml', `train.dataset_path=${join(scratch, 'entries.idx')}`, ...keys],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const log = join(outputDir, 'log.jsonl');
  const isThere = () => existsSync(log) && statSync(log).size > 0;
  while (!isThere() && child.exitCode === null) await new Promise((wake) => setTimeout(wake, 5));
  const first_step_s = (performance.now() - began) / 1000;
  if ((await ended) !== 0) throw new Error('the training has failed');
  return { first_step_s };
}
