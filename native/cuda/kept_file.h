// Files of what takes long to find out and stays true: plans, choices of algorithms. Nothing depends on them but time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dinofleet::cuda {

// A device's name, say, as part of a file's.
std::string in_file_name(std::string text);

// Empty where there is none.
std::vector<uint8_t> read_kept(const std::string& path);

// Of one that is of no use.
void forget(const std::string& path);

// What cannot be kept is found out again. A file that is there already stays as it is, also where another process makes it meanwhile.
void keep(const std::string& path, const std::vector<uint8_t>& bytes);

}  // namespace dinofleet::cuda
