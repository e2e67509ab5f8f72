/** A step that cannot be done; the message is for the user. */
export class StepError extends Error {}
