#include "nccl-bindings/config.h"

#include <limits>

namespace dinofleet::nccl {
namespace {

void read_integer(const Field& config, const char* key, int least, int& out) {
  const Field field = config[key];
  if (!field.value().IsUndefined()) out = static_cast<int>(field.integer(least, std::numeric_limits<int>::max()));
}

void read_boolean(const Field& config, const char* key, int& out) {
  const Field field = config[key];
  if (!field.value().IsUndefined()) out = field.boolean() ? 1 : 0;
}

void read_string(const Field& config, const char* key, std::string& out) {
  const Field field = config[key];
  if (field.value().IsUndefined()) return;
  out = field.string();
  if (out.empty()) field.fail("a string");
}

void read_policy(const Field& field, int& out) {
  if (field.value().IsUndefined()) return;
  const std::string name = field.string();
  if (name == "default") {
    out = 0;
  } else if (name == "efficiency") {
    out = 1;
  } else if (name == "zero") {
    out = 2;
  } else {
    field.fail("default, efficiency or zero");
  }
}

}  // namespace

ConfigArgument::ConfigArgument(const Field& field) {
  if (field.value().IsUndefined()) return;
  read_string(field, "commName", comm_name_);
  read_integer(field, "cgaClusterSize", 0, config_.cga_cluster_size);
  read_integer(field, "minCTAs", 1, config_.min_ctas);
  read_integer(field, "maxCTAs", 1, config_.max_ctas);
  read_string(field, "netName", net_name_);
  read_boolean(field, "splitShare", config_.split_share);
  read_integer(field, "trafficClass", 0, config_.traffic_class);
  read_policy(field["ctaPolicy"], config_.cta_policy);
  read_boolean(field, "shrinkShare", config_.shrink_share);
  read_integer(field, "nvlsCTAs", 1, config_.nvls_ctas);
}

Config ConfigArgument::get() const {
  Config out = config_;
  if (!comm_name_.empty()) out.comm_name = comm_name_.c_str();
  if (!net_name_.empty()) out.net_name = net_name_.c_str();
  return out;
}

}  // namespace dinofleet::nccl
