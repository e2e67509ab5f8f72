/**
 * What a POSIX shell reads as one word, which is `text` whatever is in it. That no program takes it for an option, where it begins with
 * a dash, is the caller's to see to.
 * @throws TypeError for a NUL, which no argument can have
 */
export function shellWord(text: string): string {
  if (text.includes('\0')) throw new TypeError(`a word of a shell cannot hold a NUL: ${JSON.stringify(text)}`);
  // One that begins with = is a path to zsh, into which people paste what we print.
  return /^(?!=)[\w./:=,@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
