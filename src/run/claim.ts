import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, readFile, rename, writeFile } from 'node:fs/promises';
import { UsageError } from '../errors/usage-error.js';
import { FolderError, makeFolder } from '../system/make-folder.js';
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
  /** Lets another process have the directory; the end of this one does the same. */
  release(): void;
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
 * Makes the output directory this job's.
 * @throws UsageError where it cannot be written, or where another coordinator of this machine uses it
 */
export async function claimOutputDir(outputDir: string, jobId: string, host: string): Promise<ClaimedDirectory> {
  try {
    makeFolder(outputDir);
    await access(outputDir, constants.W_OK | constants.X_OK);
    const release = await lockDirectory(outputDir);
    const before = await readToken(outputDir);
    if (release === null) throw inUse(outputDir, before);
    // It names a folder below others.
    const run = before !== null && UUID.test(before.run) ? before.run : randomUUID();
    const token: Token = { run, job: jobId, host, pid: process.pid };
    const text = `${JSON.stringify(token)}\n`;
    const temporary = `${tokenPath(outputDir)}.new`;
    await writeFile(temporary, text);
    await rename(temporary, tokenPath(outputDir));
    return { token: text, run, release };
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

async function readToken(outputDir: string): Promise<Token | null> {
  try {
    return JSON.parse(await readFile(tokenPath(outputDir), 'utf8')) as Token;
  } catch {
    return null; // none, or torn: nobody has it
  }
}
