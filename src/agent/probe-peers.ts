import { ask } from '../rpc/ask.js';
import type { Filled, Peer, ProbeAnswer, UnreachedPeer } from '../rpc/messages.js';
import { nodeService } from '../rpc/service.js';
import type { Transport } from '../rpc/transport.js';

/** A node that is asked dials back and gives up before who has asked does. */
export const DIAL_BACK_MS = 3_000;
const PATIENCE_MS = 2 * DIAL_BACK_MS;
/** A machine that has just come up may take a moment. */
const PAUSE_MS = 500;

/**
 * Whether a node is reached, and reaches this one.
 * @param address HOST:PORT of its agent
 * @param own where this node listens; empty where nobody is to dial back
 * @returns why not, a clause; null where all is well
 */
export async function probePeer(
  transport: Transport,
  address: string,
  own: string,
  patienceMs: number,
): Promise<string | null> {
  try {
    const peer = { address, server: 'agent' } as const;
    const patience = { deadlineMs: patienceMs };
    const answers = ask<Filled<ProbeAnswer>>(transport, peer, nodeService.probe, { address: own }, patience);
    for await (const { problem } of answers)
      return problem === '' ? null : `it does not reach this node at ${own}: ${problem}`;
    return 'it said nothing';
  } catch (error) {
    return (error as Error).message;
  }
}

/** Those of the peers that are not reached, or do not reach this node. @param own where this node listens */
export async function probePeers(
  transport: Transport,
  peers: readonly Peer[],
  own: string,
  patienceMs = PATIENCE_MS,
): Promise<UnreachedPeer[]> {
  const giveUpAtMs = performance.now() + patienceMs;
  const tried = await Promise.all(
    peers.map(async ({ nodeId, address }) => {
      while (true) {
        const reason = await probePeer(transport, address, own, patienceMs);
        if (reason === null) return [];
        if (performance.now() + PAUSE_MS > giveUpAtMs) return [{ nodeId, reason }];
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }),
  );
  return tried.flat();
}
