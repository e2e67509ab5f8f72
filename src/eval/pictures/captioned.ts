import { type Picture, paste, whitePicture } from './picture.js';
import { drawText, lineHeight, textWidth } from './pixel-font.js';

const margin = 4;

/** The picture on a white ground with lines of text below it; widened where a line needs it. */
export function captioned(picture: Picture, lines: readonly string[], scale = 2): Picture {
  const textHeight = lines.length * (lineHeight + 2);
  const text = whitePicture(Math.max(1, ...lines.map(textWidth)), Math.max(1, textHeight));
  lines.forEach((line, i) => {
    drawText(text, line, 0, i * (lineHeight + 2));
  });
  const out = whitePicture(
    Math.max(picture.width, text.width * scale) + 2 * margin,
    picture.height + text.height * scale + 3 * margin,
  );
  paste(out, picture, margin, margin);
  paste(out, text, margin, picture.height + 2 * margin, scale);
  return out;
}
