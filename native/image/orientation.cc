#include "image/orientation.h"

#include <optional>
#include <string_view>

#include "image/exif.h"

namespace dinofleet::image {
namespace {

// tiff:Orientation="6" or <tiff:Orientation>6</tiff:Orientation>, the first in the text.
std::optional<int> xmp_orientation(std::string_view xmp) {
  constexpr std::string_view kName = "tiff:Orientation";
  for (size_t at = xmp.find(kName); at != xmp.npos; at = xmp.find(kName, at + 1)) {
    std::string_view rest = xmp.substr(at + kName.size());
    if (rest.starts_with("=\""))
      rest.remove_prefix(2);
    else if (rest.starts_with(">"))
      rest.remove_prefix(1);
    else
      continue;
    if (!rest.empty() && rest[0] >= '0' && rest[0] <= '9') return rest[0] - '0';
  }
  return std::nullopt;
}

}  // namespace

int orientation_of(Bytes exif, Bytes xmp) {
  std::optional<int> found = exif_orientation(exif);
  if (!found) found = xmp_orientation({reinterpret_cast<const char*>(xmp.data()), xmp.size()});
  return found && *found >= 1 && *found <= 8 ? *found : 1;
}

}  // namespace dinofleet::image
