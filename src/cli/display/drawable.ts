export interface OutputStream {
  isTTY?: boolean;
}

/**
 * Whether a bar may be drawn over itself on a stream: on a terminal that moves its cursor, where somebody looks and has not
 * asked for plain text. A command whose output goes to a file or a program gets lines on stderr, too.
 */
export function isDrawable(
  stream: OutputStream,
  environment: NodeJS.ProcessEnv = process.env,
  stdout: OutputStream = process.stdout,
): boolean {
  const { TERM = '', NO_COLOR = '', CI = '' } = environment;
  const isPlain = TERM === 'dumb' || TERM === '' || NO_COLOR !== '' || !['', '0', 'false'].includes(CI);
  return stream.isTTY === true && stdout.isTTY === true && !isPlain;
}
