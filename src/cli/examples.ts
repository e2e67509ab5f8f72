import { commandLine } from '../system/command-line.js';

/** The end of a command's help. Examples work when pasted, in a checkout whose quickstart has been run. */
export function examples(...commands: string[][]): string {
  const lines = commands.map((args) => `  ${commandLine(args)}`);
  return `\n${lines.length === 1 ? 'Example' : 'Examples'}:\n${lines.join('\n')}`;
}
