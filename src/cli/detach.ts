import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { LogReader } from '../coordinator/operate/log-reader.js';
import { readCoordinatorFile } from '../run/coordinator-file.js';
import { launchLogPath, logsDirectory } from '../run/layout.js';
import { commandLine } from '../system/command-line.js';
import { makeFolder } from '../system/make-folder.js';
import type { FleetParts } from './fleet-parts.js';
import { type KeyOptions, overridesOf } from './key-options.js';

/** Between two looks whether it listens. */
const LOOK_MS = 100;

/** `dinofleet launch --detach`. @returns the exit code */
export async function launchDetached(
  parts: FleetParts,
  file: string,
  overrides: readonly string[],
  options: KeyOptions,
): Promise<number> {
  const { train } = parts.loadConfig(file, [...overrides, ...overridesOf(options)]);
  const args = process.argv.slice(2).filter((arg) => arg !== '--detach');
  return detach(parts.cliEntry, args, resolve(train.output_dir));
}

/**
 * Gives a command once more, in a session of its own, and waits until its coordinator listens; what it prints until then is printed.
 * @param args of this program, without the option that led here
 * @returns the exit code: its own, where it has ended by then
 */
async function detach(cliEntry: string, args: readonly string[], outputDir: string): Promise<number> {
  makeFolder(logsDirectory(outputDir));
  const path = launchLogPath(outputDir);
  const log = openSync(path, 'a');
  const printed = new LogReader(path, fstatSync(log).size);
  const child = spawn(process.execPath, [cliEntry, ...args], { detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  const print = () => {
    for (const line of printed.read(0)) process.stderr.write(`${line}\n`);
  };
  const end = await startOf(child, outputDir, print);
  print();
  if (end.kind === 'ended') return end.code;
  child.unref();
  console.log(`It goes on as process ${child.pid}, with its coordinator at ${end.address}, and prints to ${path}`);
  console.log(`To follow it: ${commandLine(['attach', outputDir])}`);
  console.log(`To stop it:   ${commandLine(['stop', outputDir])}`);
  return 0;
}

type Start = { kind: 'listens'; address: string } | { kind: 'ended'; code: number };

function startOf(child: ChildProcess, outputDir: string, print: () => void): Promise<Start> {
  return new Promise((settle) => {
    const look = setInterval(() => {
      print();
      const place = readCoordinatorFile(outputDir);
      if (place?.pid !== child.pid || place?.address === undefined || place.address === '') return;
      clearInterval(look);
      settle({ kind: 'listens', address: place.address });
    }, LOOK_MS);
    child.once('exit', (code) => {
      clearInterval(look);
      settle({ kind: 'ended', code: code ?? 1 });
    });
  });
}
