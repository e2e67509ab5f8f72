import type { Picture } from './picture.js';

/** Letters of 3 x 5 pixels: five rows of three bits each, the top row first. */
// biome-ignore format: seven glyphs a line read better than one
const glyphs: Record<string, string> = {
  A: '25755', B: '65656', C: '34443', D: '65556', E: '74647', F: '74644', G: '34553', H: '55755', I: '72227',
  J: '11152', K: '55655', L: '44447', M: '57755', N: '65555', O: '25552', P: '65644', Q: '25563', R: '65655',
  S: '34216', T: '72222', U: '55557', V: '55552', W: '55775', X: '55255', Y: '55222', Z: '71247',
  0: '75557', 1: '26227', 2: '61247', 3: '61216', 4: '55711', 5: '74616', 6: '34652', 7: '71222', 8: '25252',
  9: '25316', ' ': '00000', '.': '00002', ',': '00024', ':': '02020', '-': '00700', '(': '24442', ')': '21112',
  '/': '11244', '@': '25743', '%': '51245', '?': '61202',
};

export const lineHeight = 5;
const advance = 4;

export function textWidth(text: string): number {
  return text.length * advance;
}

/** Writes a line in capitals, black, with its corner at (left, top). What does not fit is cut off; unknown signs are "?". */
export function drawText(picture: Picture, text: string, left: number, top: number): void {
  [...text.toUpperCase()].forEach((letter, index) => {
    [...(glyphs[letter] ?? glyphs['?']!)].forEach((bits, y) => {
      for (let x = 0; x < 3; x++) {
        const column = left + index * advance + x;
        const isSet = (Number(bits) >> (2 - x)) & 1;
        if (isSet && column < picture.width && top + y < picture.height)
          picture.pixels.fill(
            0,
            ((top + y) * picture.width + column) * 3,
            ((top + y) * picture.width + column) * 3 + 3,
          );
      }
    });
  });
}
