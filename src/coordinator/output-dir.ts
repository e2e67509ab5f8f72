import { constants } from 'node:fs';
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from '../rpc/usage-error.js';

/** Who uses an output directory: one coordinator at a time. Every node must read the same. */
interface Token {
  job: string;
  host: string;
  pid: number;
  /** Clock ticks from the boot to the start of the process: tells it from a later one of the same pid. */
  startTicks: string;
}

export function tokenPath(outputDir: string): string {
  return join(outputDir, '.dinofleet-token');
}

/**
 * Makes the output directory this job's, and returns the content of its token file.
 * @throws UsageError where it cannot be written, or where another coordinator of this machine uses it
 */
export async function claimOutputDir(outputDir: string, jobId: string, host: string): Promise<string> {
  try {
    await makeFolder(outputDir);
    await access(outputDir, constants.W_OK | constants.X_OK);
    await refuseSecond(outputDir, host);
    const token: Token = { job: jobId, host, pid: process.pid, startTicks: (await startTicks(process.pid)) ?? '' };
    const text = `${JSON.stringify(token)}\n`;
    const temporary = `${tokenPath(outputDir)}.${process.pid}`;
    await writeFile(temporary, text);
    await rename(temporary, tokenPath(outputDir));
    return text;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      'OUTPUT_DIR_NOT_WRITABLE',
      `output directory ${outputDir} cannot be written: ${(error as Error).message}; ` +
        'choose another with --output-dir or train.output_dir=DIR',
      { cause: error },
    );
  }
}

/** As mkdir with `recursive`, which never returns below /proc: Node takes its ENOENT for a missing parent again and again. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await mkdir(path);
  }
}

async function refuseSecond(outputDir: string, host: string): Promise<void> {
  const token = await readToken(outputDir);
  if (token === null || token.host !== host || token.pid === process.pid) return;
  if ((await startTicks(token.pid)) !== token.startTicks) return;
  throw new UsageError(
    'OUTPUT_DIR_IN_USE',
    `output directory ${outputDir} is in use by process ${token.pid}, which trains into it; ` +
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

/** Field 22 of /proc/PID/stat; null where there is no such process. The name in field 2 may hold blanks. */
async function startTicks(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
