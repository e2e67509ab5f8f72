#include "image/orient.h"

namespace dinofleet::image {

Image upright(Image stored, int orientation) {
  if (orientation <= 1) return stored;
  // The orientation names the side of the upright picture on which stored row 0 and column 0 lie:
  // 2 top right, 3 bottom right, 4 bottom left, 5 left top, 6 right top, 7 right bottom, 8 left bottom.
  const bool exchanged = orientation >= 5;
  const bool from_right = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool from_bottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  Image out = exchanged ? Image(stored.width, stored.height) : Image(stored.height, stored.width);
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) {
      const int down = exchanged ? x : y, across = exchanged ? y : x;
      const int row = from_bottom ? stored.height - 1 - down : down;
      const int column = from_right ? stored.width - 1 - across : across;
      out.row(y)[x] = stored.row(row)[column];
    }
  }
  return out;
}

}  // namespace dinofleet::image
