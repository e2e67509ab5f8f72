/** An RGB picture in memory: (height, width, 3), row by row. */
export interface Picture {
  width: number;
  height: number;
  pixels: Uint8Array;
}

export function whitePicture(width: number, height: number): Picture {
  return { width, height, pixels: new Uint8Array(width * height * 3).fill(255) };
}

/** Draws `tile` with its corner at (left, top), each of its pixels as a square of `scale`. It must fit. */
export function paste(picture: Picture, tile: Picture, left: number, top: number, scale = 1): void {
  if (left < 0 || top < 0 || left + tile.width * scale > picture.width || top + tile.height * scale > picture.height)
    throw new RangeError(
      `a tile of ${tile.width} x ${tile.height} times ${scale} at (${left}, ${top}) does not fit into ` +
        `${picture.width} x ${picture.height}`,
    );
  for (let y = 0; y < tile.height * scale; y++)
    for (let x = 0; x < tile.width * scale; x++) {
      const from = (Math.floor(y / scale) * tile.width + Math.floor(x / scale)) * 3;
      const to = ((top + y) * picture.width + left + x) * 3;
      picture.pixels.set(tile.pixels.subarray(from, from + 3), to);
    }
}

/** Colours a box, which must lie inside. */
export function fillBox(
  picture: Picture,
  box: { left: number; top: number; width: number; height: number },
  [red, green, blue]: readonly [number, number, number],
): void {
  for (let y = box.top; y < box.top + box.height; y++)
    for (let x = box.left; x < box.left + box.width; x++)
      picture.pixels.set([red, green, blue], (y * picture.width + x) * 3);
}

/** @param image (3, size, size): planes of red, green and blue */
export function pictureOfImage(image: Uint8Array, size: number): Picture {
  const plane = size * size;
  const pixels = new Uint8Array(plane * 3);
  for (let i = 0; i < plane; i++)
    for (let channel = 0; channel < 3; channel++) pixels[i * 3 + channel] = image[channel * plane + i]!;
  return { width: size, height: size, pixels };
}
