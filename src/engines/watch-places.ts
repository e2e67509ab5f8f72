import type { JobObserver } from '../coordinator/observer.js';
import type { Engine } from './engine.js';

/** Tells an engine which of its places have an agent that takes part. */
export function watchPlaces(engine: Pick<Engine, 'name' | 'joined' | 'lost' | 'dismissed'>): JobObserver {
  let seen: unknown = null;
  let before: string[] = [];
  /** Places that are given up, and why. */
  const unwanted = new Map<string, string>();
  return {
    name: `engine ${engine.name}`,
    gaveUpPlace(place, reason) {
      if (before.includes(place)) unwanted.set(place, reason);
      // Its node left before this engine was there.
      else engine.dismissed(place, reason);
    },
    changed({ phase, nodes }) {
      // Most of what happens changes no node.
      if (nodes === seen || phase === 'done') return;
      seen = nodes;
      const places = nodes.map(({ place }) => place);
      const [were, are] = [new Set(before), new Set(places)];
      before = places;
      // Agents that no engine has started have none.
      for (const place of are) if (place !== '' && !were.has(place)) engine.joined(place);
      for (const place of were) {
        if (place === '' || are.has(place)) continue;
        const reason = unwanted.get(place);
        unwanted.delete(place);
        if (reason === undefined) engine.lost(place);
        else engine.dismissed(place, reason);
      }
    },
  };
}
