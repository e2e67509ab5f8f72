// WebP by libwebp. Of an animation, the first frame.
#include <webp/decode.h>
#include <webp/demux.h>

#include <cstring>

#include "image/decode.h"

namespace dinofleet::image {
namespace {

Image decode_first_frame(Bytes file, const Header& header) {
  const WebPData data = {file.data(), file.size()};
  WebPAnimDecoderOptions options;
  if (!WebPAnimDecoderOptionsInit(&options)) throw BadImage("libwebp has another version than its header");
  options.color_mode = MODE_RGBA;
  const std::unique_ptr<WebPAnimDecoder, decltype(&WebPAnimDecoderDelete)> decoder(
      WebPAnimDecoderNew(&data, &options), &WebPAnimDecoderDelete);
  WebPAnimInfo info;
  uint8_t* pixels = nullptr;
  int timestamp = 0;
  if (!decoder || !WebPAnimDecoderGetInfo(decoder.get(), &info) ||
      static_cast<int>(info.canvas_width) != header.width || static_cast<int>(info.canvas_height) != header.height ||
      !WebPAnimDecoderGetNext(decoder.get(), &pixels, &timestamp))
    throw BadImage("broken WebP data: the first frame of the animation cannot be decoded");
  Image image(header.height, header.width);
  std::memcpy(image.bytes(0), pixels, image.numel() * 4);
  return image;
}

}  // namespace

Image decode_webp(Bytes file, const Header& header) {
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(file.data(), file.size(), &features) != VP8_STATUS_OK || features.width != header.width ||
      features.height != header.height)
    throw BadImage("the WebP file has a broken header");
  Image image;
  if (features.has_animation) {
    image = decode_first_frame(file, header);
  } else {
    image = Image(header.height, header.width);
    if (WebPDecodeRGBAInto(file.data(), file.size(), image.bytes(0), image.numel() * 4, header.width * 4) == nullptr)
      throw BadImage("broken WebP data: the file is cut short or damaged");
  }
  if (features.has_alpha) lay_on_white(image);
  return image;
}

}  // namespace dinofleet::image
