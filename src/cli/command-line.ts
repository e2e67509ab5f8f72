/** A `dinofleet` command for pasting into a shell. */
export function commandLine(args: readonly string[]): string {
  return ['npx', 'dinofleet', ...args.map(quote)].join(' ');
}

/** The command that was given: launched again, a job goes on from its last checkpoint. */
export function resumeCommand(args: readonly string[]): string {
  return commandLine(args.filter((arg) => arg !== '--no-resume'));
}

function quote(text: string): string {
  return /^[\w./:=,@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
