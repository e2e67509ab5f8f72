import { fileNameText } from '../file-name.js';
import type { ImageList } from '../image-list.js';
import { type ImageSource, type Shard, UnreadableImage } from '../image-source.js';
import type { Stores } from './stores.js';

/** Objects below a place of a store, each an image. */
export function remoteFiles(images: ImageList, location: string, stores: Stores): ImageSource {
  const { bucket, key: root } = stores.at(location);
  const keyOf = (index: number) => (root === '' ? '' : `${root}/`) + fileNameText(images.at(index).path);
  return {
    count: images.count,
    isRemote: true,
    name: (index) => `${bucket.place}/${keyOf(index)}`,
    async read(index) {
      const object = await bucket.get(keyOf(index));
      if (object === null) throw new UnreadableImage('there is no such object');
      return object.body;
    },
  };
}

/** Members of archives in a store: each is a request for its bytes alone. */
export function remoteMembers(images: ImageList<'members'>, shards: readonly Shard[], stores: Stores): ImageSource {
  const places = shards.map(({ path }) => stores.at(path));
  return {
    count: images.count,
    isRemote: true,
    name(index) {
      const { shard, path } = images.at(index);
      return `${shards[shard]!.path}/${fileNameText(path)}`;
    },
    async read(index) {
      const { shard, offset, size } = images.at(index);
      const { bucket, key } = places[shard]!;
      const range = await bucket.getRange(key, offset, offset + size);
      if (range === null) throw new UnreadableImage(`there is no object ${shards[shard]!.path}`);
      if (range.objectBytes === shards[shard]!.bytes) return range.bytes;
      throw new UnreadableImage(
        `${shards[shard]!.path} has changed since it was listed: it had ${shards[shard]!.bytes} bytes, now ${range.objectBytes}; launch ` +
          'again to have it listed anew',
      );
    },
  };
}
