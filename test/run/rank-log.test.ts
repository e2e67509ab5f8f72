import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { logsDirectory, rankLogPath, workerLogPath } from '../../src/run/layout.js';
import type { LogPlace } from '../../src/run/rank-log.js';
import { folderOf } from '../data/image-files.js';

/** A process that prints `before`, takes the place of rank 3, prints what follows in every way, and dies by a signal. */
async function placed(t: TestContext, outputDir: string, before: string): Promise<LogPlace> {
  const module = new URL('../../src/run/rank-log.js', import.meta.url).href;
  const code = `
    import { writeSync } from 'node:fs';
    import { printToRankLog } from '${module}';
    console.log('${before}');
    printToRankLog('${outputDir}', { workerId: 'w', generation: 2, rank: 3 });
    console.log('by console');
    console.error('by console.error');
    writeSync(1, 'on descriptor 1\\n');
    writeSync(2, 'on descriptor 2\\n');
    process.kill(process.pid, 'SIGKILL');`;
  const log = openSync(workerLogPath(outputDir, 'w'), 'a');
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', log, log, 'pipe'] });
  t.after(() => child.kill('SIGKILL'));
  closeSync(log);
  return JSON.parse(await text(child.stdio[3] as Readable)) as LogPlace;
}

test("a process that gets its rank prints to the rank's log from then on, whatever prints, and says where that begins", async (t) => {
  const outputDir = folderOf(t, {});
  mkdirSync(logsDirectory(outputDir));
  const path = rankLogPath(outputDir, 3);
  writeFileSync(path, 'of generation 1\n');
  const told = await placed(t, outputDir, 'before its place');
  assert.equal(told.path, path);
  const log = readFileSync(path, 'utf8');
  assert.match(log, /^of generation 1\n=== generation 2, \d{4}-\S+Z\n/);
  const printed = ['before its place', 'by console', 'by console.error', 'on descriptor 1', 'on descriptor 2'];
  assert.equal(log.slice(told.begin), printed.map((line) => `${line}\n`).join(''));
  assert.equal(existsSync(workerLogPath(outputDir, 'w')), false);
});
