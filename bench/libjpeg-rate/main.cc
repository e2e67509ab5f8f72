// libjpeg-rate COUNT FILE...: prints JSON, a LoaderRate of bench/loader.ts: libjpeg decodes JPEG images on one thread, files in
// memory, to pixels of four bytes, in full size and by its own settings.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <vector>
// jpeglib.h wants FILE declared before it.
#include <jpeglib.h>

namespace {

std::vector<uint8_t> read_file(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// What is wrong with a file libjpeg prints, and ends the program.
void decode(jpeg_decompress_struct& info, const std::vector<uint8_t>& file, std::vector<uint8_t>& pixels) {
  jpeg_mem_src(&info, file.data(), file.size());
  jpeg_read_header(&info, TRUE);
  info.out_color_space = JCS_EXT_RGBX;
  jpeg_start_decompress(&info);
  const size_t row_bytes = size_t{4} * info.output_width;
  pixels.resize(row_bytes * info.output_height);
  while (info.output_scanline < info.output_height) {
    uint8_t* row = pixels.data() + info.output_scanline * row_bytes;
    jpeg_read_scanlines(&info, &row, 1);
  }
  jpeg_finish_decompress(&info);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: libjpeg-rate COUNT FILE...\n");
    return 2;
  }
  const int count = std::atoi(argv[1]);
  std::vector<std::vector<uint8_t>> files;
  for (int i = 2; i < argc; ++i) files.push_back(read_file(argv[i]));

  jpeg_decompress_struct info{};
  jpeg_error_mgr errors{};
  info.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&info);
  std::vector<uint8_t> pixels;
  for (const auto& file : files) decode(info, file, pixels);
  const auto start = std::chrono::steady_clock::now();
  const std::clock_t cpu_start = std::clock();
  for (int i = 0; i < count; ++i) decode(info, files[i % files.size()], pixels);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  const double cpu_seconds = static_cast<double>(std::clock() - cpu_start) / CLOCKS_PER_SEC;
  jpeg_destroy_decompress(&info);
  std::printf("{\"images_per_second\": %f, \"cpu_ms_per_image\": %f}\n", count / taken.count(), 1000 * cpu_seconds / count);
}
