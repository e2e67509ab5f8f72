/**
 * Counts up when an agent, a worker or a coordinator of the version before would misread what is said. All parts of a job are of one
 * build, so that this decides only which sentence an other one is refused with.
 */
export const PROTOCOL = 1;
