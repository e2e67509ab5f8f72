/** Why a host cannot take part now. The message is a clause for a person, without the host's name. */
export class HostError extends Error {
  constructor(
    message: string,
    /** Another try would end the same, until somebody has mended something. */
    readonly isLasting: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
