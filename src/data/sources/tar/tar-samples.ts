import type { ListedMember, MemberField } from '../image-list.js';
import { endingOf, isImageEnding, isJunk } from '../image-type.js';
import type { TarMember } from './tar-members.js';

/**
 * Puts together what belongs to a sample: files one behind the other whose names are alike up to the first dot of the last part.
 * Source: WebDataset's convention, https://github.com/webdataset/webdataset#the-webdataset-format
 */
export class SampleGrouping {
  #key = '';
  #members: NamedMember[] = [];

  constructor(private readonly shard: number) {}

  /** @returns the images of the sample before, where the file begins another */
  add(member: TarMember): ListedMember[] {
    const named = nameOf(member);
    if (isJunk(named.base)) return [];
    const isNext = named.key !== this.#key;
    const images = isNext ? this.end() : [];
    this.#key = named.key;
    this.#members.push(named);
    return images;
  }

  /** @returns the images of the last sample */
  end(): ListedMember[] {
    const members = this.#members;
    this.#members = [];
    // Of several pictures those with a word before their ending belong to the others: masks, depth.
    const pictures = members.filter(({ field }) => isImageEnding(endingOf(`x.${field}`)));
    const plain = pictures.filter(({ field }) => !field.includes('.'));
    const images = plain.length > 0 ? plain : pictures;
    const fields: MemberField[] = members
      .filter((member) => !images.includes(member))
      .map(({ field, member }) => ({ name: field, offset: member.offset, size: member.size }));
    return images.map(({ member }) => ({ ...member, shard: this.shard, fields }));
  }
}

interface NamedMember {
  member: TarMember;
  /** The last part of its name. */
  base: string;
  key: string;
  /** Behind the first dot, in small letters: `jpg`, `seg.png`; empty for none. */
  field: string;
}

function nameOf(member: TarMember): NamedMember {
  const path = member.path.toString('latin1');
  const base = path.slice(path.lastIndexOf('/') + 1);
  const dot = base.indexOf('.', 1);
  const keyEnd = dot < 0 ? path.length : path.length - base.length + dot;
  return { member, base, key: path.slice(0, keyEnd), field: dot < 0 ? '' : base.slice(dot + 1).toLowerCase() };
}
