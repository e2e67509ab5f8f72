// Compiled places as places in the sources, by the maps that the compiler leaves beside what it writes.
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const maps = new Map();

function mapOf(file) {
  if (!maps.has(file)) {
    const path = `${file}.map`;
    maps.set(file, existsSync(path) ? new SourceMap(JSON.parse(readFileSync(path, 'utf8'))) : null);
  }
  return maps.get(file);
}

/** Of a compiled file, lines and columns from 1; what has no map stays where it is. */
export function sourcePlace({ file, line, column }) {
  const entry = mapOf(file)?.findEntry(line - 1, column - 1);
  if (entry?.originalSource === undefined) return { file, line, column };
  return {
    file: resolve(dirname(file), entry.originalSource),
    line: entry.originalLine + 1,
    column: entry.originalColumn + 1,
  };
}

/** A stack trace that speaks of sources, by paths from this folder. */
export function inSources(stack) {
  return stack.replace(/(file:\/\/\/[^\s()]+?\.js):(\d+):(\d+)/g, (_, url, line, column) => {
    const place = sourcePlace({ file: fileURLToPath(url), line: Number(line), column: Number(column) });
    return `${relative('.', place.file)}:${place.line}:${place.column}`;
  });
}
