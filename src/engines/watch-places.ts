import type { JobObserver } from '../coordinator/observer.js';
import type { Engine } from './engine.js';

/** Tells an engine which of its places have an agent that takes part. */
export function watchPlaces(engine: Pick<Engine, 'name' | 'joined' | 'lost' | 'dismissed'>): JobObserver {
  let seen: unknown = null;
  /** Ids of their nodes. */
  let before = new Map<string, string>();
  /** Places that are given up, and why. */
  const unwanted = new Map<string, string>();
  return {
    name: `engine ${engine.name}`,
    gaveUpPlace(place, reason) {
      if (before.has(place)) unwanted.set(place, reason);
      // Its node left before this engine was there.
      else engine.dismissed(place, reason);
    },
    changed({ phase, nodes }) {
      // Most of what happens changes no node.
      if (nodes === seen || phase === 'done') return;
      seen = nodes;
      // Agents that no engine has started have none.
      const are = new Map(nodes.filter(({ place }) => place !== '').map(({ place, id }) => [place, id]));
      const were = before;
      before = are;
      for (const [place, id] of are) if (were.get(place) !== id) engine.joined(place, id);
      for (const place of were.keys()) {
        if (are.has(place)) continue;
        const reason = unwanted.get(place);
        unwanted.delete(place);
        if (reason === undefined) engine.lost(place);
        else engine.dismissed(place, reason);
      }
    },
  };
}
