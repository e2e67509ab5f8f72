import type { JobObserver } from '../coordinator/observer.js';
import type { Engine } from './engine.js';

/** Tells an engine which of its places have an agent that takes part. */
export function watchPlaces(engine: Pick<Engine, 'name' | 'joined' | 'lost'>): JobObserver {
  let before: string[] = [];
  return {
    name: `engine ${engine.name}`,
    // Called at every heartbeat: most change nothing here.
    changed({ phase, nodes }) {
      const isSame = nodes.length === before.length && nodes.every(({ place }, i) => place === before[i]);
      if (isSame || phase === 'done') return;
      const places = nodes.map(({ place }) => place);
      const [were, are] = [new Set(before), new Set(places)];
      before = places;
      for (const place of are) if (place !== '' && !were.has(place)) engine.joined(place);
      for (const place of were) if (place !== '' && !are.has(place)) engine.lost(place);
    },
  };
}
