import type { BadImage } from './sample-reader.js';

/** More would bury the log of a large folder. */
const MOST_NAMED = 100;

/** What a rank's log says of images that cannot be read: each once, however often the run comes upon it. */
export class BadImageLines {
  private readonly named = new Set<string>();

  of(images: readonly BadImage[]): string[] {
    return images.flatMap(({ path, reason }) => {
      if (this.named.has(path) || this.named.size > MOST_NAMED) return [];
      this.named.add(path);
      if (this.named.size > MOST_NAMED)
        return [`more than ${MOST_NAMED} images cannot be read; from here on they are counted, not named`];
      return [`${path} cannot be read, another image takes its place: ${reason}`];
    });
  }
}
