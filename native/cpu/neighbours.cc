// Nearest neighbours: products by tiles, and of each row of a tile those that may be among its nearest.
#include <omp.h>

#include <algorithm>
#include <exception>
#include <functional>
#include <vector>

#include "cpu/chunks.h"
#include "cpu/cpu_backend.h"
#include "cpu/gemm.h"
#include "cpu/vector/neighbours.h"
#include "ops/neighbour_key.h"

namespace dinofleet::cpu {
namespace {

// A tile: enough of both to pay for packing them, and 1 MiB of products, which a second-level cache still has when they are looked at.
constexpr int64_t kTileQueries = 512;
constexpr int64_t kTileColumns = 512;
// Keys of the queries of a tile, where k is large: 4 MiB.
constexpr int64_t kMostKeys = 1 << 19;
// Numbers of a row that are looked at with one bar.
constexpr int64_t kPiece = 256;
// Pieces of work for a thread, so that threads end at about the same time.
constexpr int64_t kUnitsPerThread = 8;
// A part of the gallery has so many rows for each that is kept of it: else what parts find costs more than finding it.
constexpr int64_t kRowsPerKept = 4;

int64_t ceil_div(int64_t a, int64_t b) { return (a + b - 1) / b; }

// The k nearest of the rows that a query was offered, in memory for 2k keys: each time that is full, the nearer half stays.
class Nearest {
 public:
  Nearest() = default;
  Nearest(uint64_t* keys, int64_t k) : keys_(keys), k_(k) {}

  void offer(uint64_t key) {
    if (key <= bar_) return;
    keys_[count_++] = key;
    if (count_ < 2 * k_) return;
    std::nth_element(keys_, keys_ + k_ - 1, keys_ + count_, std::greater<>());
    count_ = k_;
    bar_ = keys_[k_ - 1];
  }

  // Products with gallery rows from `first` on, of which the indices are higher than all before.
  void offer(const float* products, int64_t count, int64_t first) {
    int32_t places[kPiece];
    for (int64_t start = 0; start < count; start += kPiece) {
      const float* piece = products + start;
      const int64_t found = places_above(piece, std::min(kPiece, count - start), product_of(bar_), places);
      for (int64_t i = 0; i < found; ++i) offer(neighbour_key(piece[places[i]], first + start + places[i]));
    }
  }

  void offer(const Nearest& other) {
    for (int64_t i = 0; i < other.count_; ++i) offer(other.keys_[i]);
  }

  // To (k) values and indices, the nearest first.
  void write(float* values, int32_t* indices) {
    std::partial_sort(keys_, keys_ + k_, keys_ + count_, std::greater<>());
    for (int64_t i = 0; i < k_; ++i) {
      values[i] = product_of(keys_[i]);
      indices[i] = index_of(keys_[i]);
    }
  }

 private:
  uint64_t* keys_ = nullptr;
  int64_t k_ = 0;
  int64_t count_ = 0;
  uint64_t bar_ = 0;  // what is not above it is not among the nearest
};

}  // namespace

// A unit is a block of queries with a part of the gallery, by one thread. Where parts begin and how many there are depends on the number of
// threads; the tiles, and with them the products, do not.
void CpuBackend::top_k(const Tensor& queries, const Tensor& gallery, int64_t k, const Tensor& values, const Tensor& indices) {
  const int64_t count = queries.dim(0), rows = gallery.dim(0), dim = queries.dim(1);
  const int64_t block = std::clamp<int64_t>(kMostKeys / (2 * k), 1, std::min(count, kTileQueries));
  const int64_t blocks = ceil_div(count, block), tiles = ceil_div(rows, kTileColumns);
  const int threads = omp_get_max_threads();
  const int64_t most_parts = std::clamp<int64_t>(rows / (kRowsPerKept * k), 1, tiles);
  const int64_t parts = std::min(ceil_div(kUnitsPerThread * threads, blocks), most_parts);
  const int64_t lists = parts == 1 ? threads : blocks * parts;

  const Tensor products = allocate({threads, block * std::min(rows, kTileColumns)}, DType::kFloat32);
  const Tensor keys = allocate({lists, block, 2 * k, sizeof(uint64_t)}, DType::kUInt8);
  std::vector<Nearest> nearest(static_cast<size_t>(lists * block));
  const auto write = [&](Nearest& of, int64_t query) {
    of.write(values.data<float>() + query * k, indices.data<int32_t>() + query * k);
  };

  std::exception_ptr failure;
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
  for (int64_t unit = 0; unit < blocks * parts; ++unit) {
    const int64_t thread = omp_get_thread_num(), part = unit % parts;
    const int64_t begin = unit / parts * block, size = std::min(block, count - begin);
    const int64_t list = (parts == 1 ? thread : unit) * block;
    float* tile = products.data<float>() + thread * products.dim(1);
    for (int64_t i = list; i < list + size; ++i) nearest[i] = {keys.data<uint64_t>() + i * 2 * k, k};
    try {
      for (int64_t t = tiles * part / parts; t < tiles * (part + 1) / parts; ++t) {
        const int64_t first = t * kTileColumns, columns = std::min(kTileColumns, rows - first);
        gemm(Transpose::kNo, Transpose::kYes, size, columns, dim, queries.data<float>() + begin * dim, dim,
             gallery.data<float>() + first * dim, dim, 0.0f, tile, columns);
        for (int64_t i = 0; i < size; ++i) nearest[list + i].offer(tile + i * columns, columns, first);
      }
      for (int64_t i = 0; parts == 1 && i < size; ++i) write(nearest[list + i], begin + i);
    } catch (...) {
#pragma omp critical
      failure = std::current_exception();
    }
  }
  if (failure) std::rethrow_exception(failure);
  if (parts == 1) return;
  Chunks(count, 1).parallel([&](int64_t query, int64_t, int64_t) {
    Nearest* all = &nearest[query / block * parts * block + query % block];
    for (int64_t part = 1; part < parts; ++part) all->offer(all[part * block]);
    write(*all, query);
  });
}

}  // namespace dinofleet::cpu
