/**
 * A key of a JSON object that stands in it twice; null where there is none. Of two JSON.parse keeps the last without a word.
 * @param json text that JSON.parse takes for an object; keys of objects within it do not count
 */
export function firstTwice(json: string): string | null {
  const seen = new Set<string>();
  let depth = 0;
  // Strings whole, so that a brace within one counts for nothing.
  for (const { 0: token, 1: isKey } of json.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (depth === 1 && isKey !== undefined) {
      const key = JSON.parse(token.slice(0, -isKey.length)) as string;
      if (seen.has(key)) return key;
      seen.add(key);
    }
  }
  return null;
}
