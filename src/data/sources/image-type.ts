/** Which files are images: by their ending, and where that says nothing by their first bytes. */

interface ImageType {
  name: string;
  endings: readonly string[];
  /** At the beginning; null fits any byte. */
  magic: readonly (number | null)[];
}

const IMAGE_TYPES: readonly ImageType[] = [
  { name: 'PNG', endings: ['.png'], magic: [0x89, ...ascii('PNG\r\n'), 0x1a, 0x0a] },
  { name: 'JPEG', endings: ['.jpg', '.jpeg', '.jpe', '.jfif'], magic: [0xff, 0xd8, 0xff] },
  { name: 'WebP', endings: ['.webp'], magic: [...ascii('RIFF'), null, null, null, null, ...ascii('WEBP')] },
];

/** `PNG, JPEG or WebP`, for errors. */
export const IMAGE_TYPES_SHOWN = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(
  IMAGE_TYPES.map(({ name }) => name),
);

const IMAGE_ENDINGS = new Set(IMAGE_TYPES.flatMap(({ endings }) => endings));

/** Bytes that `beginsLikeImage` looks at. */
export const MAGIC_BYTES = 16;

export function beginsLikeImage(start: Uint8Array): boolean {
  return IMAGE_TYPES.some(({ magic }) => magic.every((byte, i) => byte === null || byte === start[i]));
}

export function isImageEnding(ending: string): boolean {
  return IMAGE_ENDINGS.has(ending);
}

/**
 * `.tif` of `A.TIF`; empty where a name has none that could be a type: `README`, `frame.0001`, `.hidden`, `a.9f86d081884c`.
 */
export function endingOf(name: string): string {
  const dot = name.lastIndexOf('.');
  if (dot < 1) return '';
  const ending = name.slice(dot + 1).toLowerCase();
  return /^(?:[a-z]{1,12}|[a-z][a-z0-9]{1,4}|[0-9][a-z][a-z0-9]?)$/.test(ending) ? `.${ending}` : '';
}

const JUNK = new Set(
  [
    '__MACOSX',
    '.DS_Store',
    '.AppleDouble',
    '.Spotlight-V100',
    '.Trashes',
    '.fseventsd',
    'Thumbs.db',
    'ehthumbs.db',
    'desktop.ini',
    '$RECYCLE.BIN',
    'System Volume Information',
    '@eaDir',
    '#recycle',
    '.thumbnails',
    '.thumbs',
    '.Trash',
    'lost+found',
    '.git',
    '.svn',
    '.hg',
    '.ipynb_checkpoints',
    '__pycache__',
  ].map((name) => name.toLowerCase()),
);

/** What systems and tools leave beside files, thumbnails and resource forks among it: it is no part of a data set. */
export function isJunk(name: string): boolean {
  return name.startsWith('._') || name.startsWith('.Trash-') || JUNK.has(name.toLowerCase());
}

function ascii(text: string): number[] {
  return [...Buffer.from(text, 'latin1')];
}
