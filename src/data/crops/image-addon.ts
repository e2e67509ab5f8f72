/**
 * The boundary to image.node: decoding, crops, colours. This file is its only declaration, in the order of the native
 * source. Sides are in pixels, of the upright image: its EXIF orientation is already applied.
 */
import { loadAddon } from '../../system/load-addon.js';

export interface Box {
  top: number;
  left: number;
  height: number;
  width: number;
}

/** As torchvision makes them on PIL images, to its rounding. */
export type ImageOp =
  /** 0 is black, grey of the mean level or grey of each pixel; 1 the image; more exaggerates. */
  | { kind: 'brightness' | 'contrast' | 'saturation'; factor: number }
  /** Turns of the colour circle, -0.5 to 0.5. */
  | { kind: 'hue'; factor: number }
  | { kind: 'grayscale' }
  /** Gaussian over 9 x 9 pixels. */
  | { kind: 'blur'; sigma: number }
  /** Inverts samples from this level on. */
  | { kind: 'solarize'; threshold: number };

export interface Crop {
  box: Box;
  /** The box is resized to this, bicubic with antialias, as an image of its own. */
  resize: { height: number; width: number };
  /** The part of the resized box that is kept. */
  window: Box;
  flip: boolean;
  /** In this order, after the flip. */
  ops: ImageOp[];
}

export interface ImageHeader {
  format: 'png' | 'jpeg' | 'webp' | 'gif' | 'bmp';
  width: number;
  height: number;
  /** As EXIF counts it, 1 (upright) to 8, of EXIF or XMP as PIL's ImageOps.exif_transpose takes it. */
  orientation: number;
  /** Of a sample as stored: 16 where a PNG has as many, otherwise 8 or less. */
  bits: number;
}

export interface ReadOptions {
  /** Files that claim more are refused. */
  maxPixels: number;
  /** Damaged files are read as far as they go, with the pixels that PIL gives them with LOAD_TRUNCATED_IMAGES. */
  lenient: boolean;
  /** Samples of more than 8 bits that become 0 and 255, linear between them; null keeps their high byte. */
  range: readonly [least: number, most: number] | null;
}

/** What was found out about a file in reading it. */
export interface Findings {
  /** What is wrong with a file that was read all the same, by `lenient`; null of a sound one. */
  damage: string | null;
  /** High byte of the largest sample, of a file of 16-bit samples that keep their high byte; null of others. */
  highest: number | null;
}

/** When an image was decoded and then cropped, on a thread of the addon's: nanoseconds of src/system/monotonic-clock.ts. */
export interface CropTimes {
  beganNs: number;
  decodedNs: number;
  endedNs: number;
}

/** (height, width, 3) samples: red, green, blue. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8Array;
}

/**
 * Files are decoded on native threads of the addon's own, in the order of the calls; each thread of JavaScript has its own.
 *
 * A file that is not a whole, sound PNG, JPEG, WebP, GIF or BMP of at most `maxPixels` pixels throws or rejects with an
 * Error of code BAD_IMAGE that says what is wrong with it. A wrong argument throws a TypeError that names it.
 *
 * Files become RGB as with PIL's convert('RGB'): grey, palette, CMYK as Adobe inverts it. Transparency is laid on
 * white; samples of 16 bits keep their high byte, also in grey images (PIL clips those instead), unless `range` says
 * otherwise. Of an animation, the first frame.
 */
export interface ImageAddon {
  /**
   * How many images this thread of JavaScript has decoded at once; as many as there are cores unless it says so. Waits for
   * images at hand where they are more.
   */
  setThreads(count: number): void;
  /** From the header alone: quick, and nothing is allocated. */
  probe(file: Uint8Array, maxPixels: number): ImageHeader;
  /** The file is copied at the call. */
  decode(file: Uint8Array, options: ReadOptions): Promise<Pixels & Findings>;
  /**
   * Decodes once and writes crop i to outputs[i] (3, window.height, window.width). The file is copied at the call. The
   * outputs are written until it settles, and must be views of SharedArrayBuffers: other memory could be transferred
   * meanwhile.
   */
  crops(file: Uint8Array, options: ReadOptions, plan: Crop[], outputs: Uint8Array[]): Promise<Findings & CropTimes>;
  /** One crop of pixels at hand. On the calling thread. */
  cropPixels(image: Pixels, crop: Crop): Pixels;
}

/** Memory that `crops` may write to. */
export function sharedBytes(count: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(count));
}

/** PIL refuses more as a decompression bomb. */
export const MAX_PIXELS = 178_956_970;

export function isBadImage(error: unknown): error is Error {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'BAD_IMAGE';
}

/** Loaded when the first of its functions is used: commands must run, doctor above all, where it does not load. */
export const imageAddon: ImageAddon = new Proxy({} as ImageAddon, {
  get: (_, name: keyof ImageAddon) => loadAddon<ImageAddon>('image')[name],
});
