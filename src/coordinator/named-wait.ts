import { logLine } from '../log/log-line.js';

const LINE_EVERY_MS = 5_000;

/** Says every few seconds what is waited for, where it takes long: a disk that does not answer must not pass for a hung program. */
export async function namedWait<T>(what: string, wait: Promise<T>): Promise<T> {
  const timer = setInterval(() => logLine('info', 'waiting', { for: what }), LINE_EVERY_MS);
  try {
    return await wait;
  } finally {
    clearInterval(timer);
  }
}
