import { readdirSync, readFileSync } from 'node:fs';
import { journalDirectory, journalPath } from '../../run/layout.js';
import { decodeHead, decodeRecord, JOURNAL_VERSION, type JournalHead, type JournalRecord } from './journal-line.js';

export interface ReadJournal {
  path: string;
  head: JournalHead;
  records: JournalRecord[];
  /** The first line that cannot be read, of which, and of all behind it, nothing is believed; null where all can. */
  tornAt: number | null;
}

/** The newest file of a run's journal that has a head; null where there is none. */
export function readNewestJournal(outputDir: string): ReadJournal | null {
  for (const number of journalNumbers(outputDir).reverse()) {
    const journal = readJournal(journalPath(outputDir, number));
    if (journal !== null) return journal;
  }
  return null;
}

/** null where the file has no head that can be read. @throws the system's error where there is no file */
export function readJournal(path: string): ReadJournal | null {
  // What a crash has torn has no line's end.
  const [first = '', ...lines] = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  let head: JournalHead;
  try {
    head = decodeHead(first);
  } catch {
    return null;
  }
  if (head.journal !== JOURNAL_VERSION) return null;
  const records: JournalRecord[] = [];
  for (const [i, line] of lines.entries())
    try {
      records.push(decodeRecord(line));
    } catch {
      return { path, head, records, tornAt: i + 2 };
    }
  return { path, head, records, tornAt: null };
}

/** Of the files that are there, in order. */
export function journalNumbers(outputDir: string): number[] {
  let names: string[];
  try {
    names = readdirSync(journalDirectory(outputDir));
  } catch {
    return [];
  }
  return names.flatMap((name) => Number(/^(\d+)\.jsonl$/.exec(name)?.[1] ?? [])).sort((a, b) => a - b);
}
