import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, readFile, rename, writeFile } from 'node:fs/promises';
import { UsageError } from '../errors/usage-error.js';
import { writeFileWhole } from '../system/atomic-file.js';
import { FolderError, makeFolder } from '../system/make-folder.js';
import { announceCoordinator, type CoordinatorPlace, livingCoordinator, silentMs } from './coordinator-file.js';
import { lockDirectory } from './directory-lock.js';
import { tokenPath } from './layout.js';

/** Who uses an output directory: one coordinator at a time. Every node must read the same. */
interface Token {
  /** Of the directory's whole life: its snapshots in memory are known by it. */
  run: string;
  job: string;
  host: string;
  pid: number;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface ClaimedDirectory {
  /** Content of the token file. */
  token: string;
  run: string;
  /** Says there where the coordinator listens. @param address HOST:PORT */
  listensAt(address: string): Promise<void>;
  /** Lets another process have the directory; the end of this one does the same. */
  release(): Promise<void>;
}

/** The launch that has had the directory before. */
export interface Predecessor {
  job: string;
  /** Since it gave its last sign of life, by the clock of the file system; Infinity where it has ended well. */
  silentMs: number;
}

/**
 * Makes an output directory the run's on a node that does not see the coordinator's.
 * @param token as it is there
 * @throws UsageError where it is another run's
 */
export async function joinRun(outputDir: string, token: string): Promise<void> {
  makeFolder(outputDir);
  const [before, now] = [await runOf(outputDir), (JSON.parse(token) as Token).run];
  if (before !== null && before !== now)
    throw new UsageError(
      'OUTPUT_DIR_IN_USE',
      `output directory ${outputDir} of this node is another run's; name another with --output-dir, or remove it`,
    );
  writeFileWhole(tokenPath(outputDir), [Buffer.from(token)]);
}

/** The launch that a token is of; empty where it is no token. */
export function jobOf(token: string): string {
  try {
    return (JSON.parse(token) as Token).job;
  } catch {
    return '';
  }
}

/**
 * The run that an output directory belongs to; null where there is no such directory or nobody has claimed it.
 * @throws where that cannot be told
 */
export async function runOf(outputDir: string): Promise<string | null> {
  try {
    return (JSON.parse(await readFile(tokenPath(outputDir), 'utf8')) as Token).run;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Makes the output directory a job's.
 * @param chooseJob its id, where it is known which one was there before
 * @throws UsageError where it cannot be written, or where another coordinator uses it, of this machine or of another one
 */
export async function claimOutputDir(
  outputDir: string,
  chooseJob: (before: Predecessor | null) => string,
  host: string,
): Promise<ClaimedDirectory> {
  try {
    makeFolder(outputDir);
    await access(outputDir, constants.W_OK | constants.X_OK);
    const release = await lockDirectory(outputDir);
    const before = await readToken(outputDir);
    if (release === null) throw inUse(outputDir, before);
    try {
      const { token, run, job } = await writeToken(outputDir, chooseJob, host, before);
      const announcement = announceCoordinator(outputDir, job);
      return {
        token,
        run,
        listensAt: announcement.listensAt,
        async release() {
          await announcement.callOff();
          release();
        },
      };
    } catch (error) {
      release();
      throw error;
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      'OUTPUT_DIR_NOT_WRITABLE',
      `output directory ${outputDir} cannot be written: ${reasonOf(error)}; ` +
        'choose another with --output-dir or train.output_dir=DIR',
      { cause: error },
    );
  }
}

async function writeToken(
  outputDir: string,
  chooseJob: (before: Predecessor | null) => string,
  host: string,
  before: Token | null,
): Promise<{ token: string; run: string; job: string }> {
  // The lock is this machine's.
  const living = await livingCoordinator(outputDir);
  if (living !== null) throw inUseElsewhere(outputDir, living);
  const temporary = `${tokenPath(outputDir)}.new`;
  await writeFile(temporary, '');
  const predecessor = before && { job: before.job, silentMs: await silentMs(outputDir, temporary) };
  // It names a folder below others.
  const run = before !== null && UUID.test(before.run) ? before.run : randomUUID();
  const token: Token = { run, job: chooseJob(predecessor), host, pid: process.pid };
  const text = `${JSON.stringify(token)}\n`;
  await writeFile(temporary, text);
  await rename(temporary, tokenPath(outputDir));
  return { token: text, run, job: token.job };
}

function reasonOf(error: unknown): string {
  return error instanceof FolderError ? error.reason : (error as Error).message;
}

/** The lock says that it is held, the token by whom: for a moment, while one is claiming, it is an older one's. */
function inUse(outputDir: string, token: Token | null): UsageError {
  const holder = token === null ? 'another process' : `process ${token.pid}`;
  return new UsageError(
    'OUTPUT_DIR_IN_USE',
    `output directory ${outputDir} is in use by ${holder}, which trains into it; ` +
      'stop that run first, or choose another with --output-dir',
  );
}

function inUseElsewhere(outputDir: string, { host, pid, address }: CoordinatorPlace): UsageError {
  return new UsageError(
    'OUTPUT_DIR_IN_USE',
    `output directory ${outputDir} is in use by process ${pid} of ${host}, a coordinator at ${address} that gives signs of life there; ` +
      'stop that run first, or choose another with --output-dir',
  );
}

async function readToken(outputDir: string): Promise<Token | null> {
  try {
    return JSON.parse(await readFile(tokenPath(outputDir), 'utf8')) as Token;
  } catch {
    return null; // none, or torn: nobody has it
  }
}
