import type { NodeFacts } from '../rpc/messages.js';
import { PROTOCOL } from '../rpc/protocol.js';

/** Why an agent cannot take part whose program is not the coordinator's; null where it is. @param build the coordinator's own */
export function otherProgram(
  { hostname, protocol, build }: Pick<NodeFacts, 'hostname' | 'protocol' | 'build'>,
  ours: string,
): string | null {
  const theirs = build === '' ? 'an older build' : `build ${build}`;
  const remedy = 'install the same build of Dinofleet on both, run "npm run setup" there, and start both again';
  if (protocol !== PROTOCOL)
    return `${hostname} speaks version ${protocol} of the protocol (${theirs}), the coordinator version ${PROTOCOL} (build ${ours}); ${remedy}`;
  if (build === ours) return null;
  return `${hostname} runs ${theirs}, the coordinator build ${ours}: ranks of two builds may compute different numbers; ${remedy}`;
}
