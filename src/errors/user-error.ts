/** How a command ends that does not succeed. 1: it failed. 2: it was used wrongly, and what was given is to be mended. */
export type ExitCode = 1 | 2;

/**
 * An error whose message is written for a person: what was got, what is expected, what to do. It ends a command, or a job when a
 * worker meets it: there it is fatal, as starting again would meet it again. Each subclass says once, in a table, how a
 * command ends by each of its codes.
 */
export abstract class UserError extends Error {
  constructor(
    readonly code: string,
    readonly exitCode: ExitCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}
