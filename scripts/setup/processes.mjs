import { spawn } from 'node:child_process';
import { lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { StepError } from './step-error.mjs';

/** The process that a step has started and not yet seen the end of. */
const childFile = 'build/setup-child.json';

/**
 * Runs a command; its output is shown only if it fails. It is the head of a process group, which ends with this process:
 * when that is killed, the next set-up ends the group.
 */
export function runQuietly(program, args, cwd = '.') {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    noteChild(child.pid);
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    let interruption = null;
    const interrupt = (signal) => {
      interruption = signal;
      signalGroup(child.pid, 'SIGTERM');
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, interrupt);
    const over = (settle) => {
      for (const signal of signals) process.off(signal, interrupt);
      if (isAlone) rmSync(childFile, { force: true });
      if (interruption !== null) process.kill(process.pid, interruption);
      else settle();
    };
    child.on('error', (error) => over(() => reject(new StepError(`${program} cannot be started: ${error.message}`))));
    child.on('close', (code, signal) => {
      const ended = `${program} ${args.join(' ')} ended with ${signal ?? code}:\n${Buffer.concat(output)}`;
      over(() => (code === 0 ? resolve() : reject(new StepError(ended))));
    });
  });
}

let isAlone = false;

/** Runs `action` while no other set-up of this checkout runs one, and nothing is left over from one that was killed. */
export async function alone(action) {
  const release = await lock();
  isAlone = true;
  try {
    await endLeftChild();
    return await action();
  } finally {
    isAlone = false;
    release();
  }
}

/** The lock is the kernel's, a name of a Unix socket in no file system: it is gone with the process, however that ends. */
async function lock() {
  const { dev, ino } = lstatSync('.', { bigint: true });
  for (let attempt = 0; ; attempt++) {
    const server = createServer((connection) => connection.destroy());
    const isFree = await new Promise((resolve, reject) => {
      server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error)));
      server.listen(`\0dinofleet-setup-${dev}-${ino}`, () => resolve(true));
    });
    if (isFree) return () => server.close();
    if (attempt === 0) process.stdout.write('waiting for another set-up ... ');
    await new Promise((wake) => setTimeout(wake, 200));
  }
}

function noteChild(pid) {
  if (!isAlone || pid === undefined) return;
  mkdirSync('build', { recursive: true });
  writeFileSync(childFile, JSON.stringify({ pid, began: beginningOf(pid) }));
}

/** A group that a killed set-up has left would write on into what is made again. */
async function endLeftChild() {
  let left;
  try {
    left = JSON.parse(readFileSync(childFile, 'utf8'));
  } catch {
    return;
  }
  // Its head may have ended before the rest. A number that a new process has by now is not touched.
  const began = beginningOf(left.pid);
  if (began === null || began === left.began)
    while (signalGroup(left.pid, 'SIGKILL')) await new Promise((wake) => setTimeout(wake, 20));
  rmSync(childFile, { force: true });
}

/** When a process began, in ticks since the machine did: with its number, which is given out again, it names it. */
function beginningOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]; // field 22; the name in field 2 may hold blanks
  } catch {
    return null;
  }
}

/** @returns whether the group has a process */
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}
