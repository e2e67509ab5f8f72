/** Which files are images: by their ending, and where that says nothing by their first bytes. */

interface ImageType {
  name: string;
  endings: readonly string[];
  begins(start: Buffer): boolean;
}

/** The formats that the image addon decodes. */
const IMAGE_TYPES: readonly ImageType[] = [
  { name: 'PNG', endings: ['.png', '.apng'], begins: (start) => has(start, 0, '\x89PNG\r\n\x1a\n') },
  {
    name: 'JPEG',
    endings: ['.jpg', '.jpeg', '.jpe', '.jfif'],
    // That of JPEG-LS, another format, goes on with F7.
    begins: (start) => has(start, 0, '\xff\xd8\xff') && start[3] !== 0xf7,
  },
  { name: 'WebP', endings: ['.webp'], begins: (start) => has(start, 0, 'RIFF') && has(start, 8, 'WEBP') },
  { name: 'GIF', endings: ['.gif'], begins: (start) => has(start, 0, 'GIF87a') || has(start, 0, 'GIF89a') },
  {
    name: 'BMP',
    endings: ['.bmp', '.dib'],
    // Texts may begin with the two letters, too: the size of the second header tells.
    begins: (start) => has(start, 0, 'BM') && BMP_HEADERS.has(start.readUInt32LE(14)),
  },
];

const BMP_HEADERS = new Set([12, 16, 40, 52, 56, 64, 108, 124]);

function has(start: Buffer, at: number, text: string): boolean {
  return start.toString('latin1', at, at + text.length) === text;
}

/** `PNG, JPEG, WebP, GIF or BMP`, for errors. */
export const IMAGE_TYPES_SHOWN = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(
  IMAGE_TYPES.map(({ name }) => name),
);

const IMAGE_ENDINGS = new Set(IMAGE_TYPES.flatMap(({ endings }) => endings));

/** Bytes that `beginsLikeImage` looks at. */
export const MAGIC_BYTES = 18;

/** @param start of a file, `MAGIC_BYTES` or more; zeros behind its end */
export function beginsLikeImage(start: Buffer): boolean {
  return IMAGE_TYPES.some(({ begins }) => begins(start));
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
