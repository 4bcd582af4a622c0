// Reads a csr or dense peer-match-instance/1 (header JSON and .bin). For the benchmark only: finds offsets by text search.
#pragma once
#include <sys/resource.h>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

struct Instance {
  int seekers, supporters;
  std::vector<int> capacity, rowPtr, col, weight, seekerRank, supporterRank;
};

inline long numberAfter(const std::string& text, const std::string& key, size_t from = 0) {
  const size_t at = text.find("\"" + key + "\":", from);
  return at == std::string::npos ? -1 : std::atol(text.c_str() + at + key.size() + 3);
}

inline Instance readInstance(const std::string& prefix) {
  std::ifstream headerFile(prefix + ".json");
  std::stringstream all;
  all << headerFile.rdbuf();
  const std::string header = all.str();
  std::ifstream bytes(prefix + ".bin", std::ios::binary);
  const size_t arrays = header.find("\"arrays\"");
  auto read = [&](const char* name, std::vector<int>& into) {
    const size_t at = header.find(std::string("\"") + name + "\":{", arrays);
    if (at == std::string::npos) return;
    into.resize(numberAfter(header, "length", at));
    bytes.seekg(numberAfter(header, "offset", at));
    bytes.read(reinterpret_cast<char*>(into.data()), 4 * into.size());
  };
  Instance it;
  it.seekers = numberAfter(header, "seekers");
  it.supporters = numberAfter(header, "supporters");
  read("capacity", it.capacity);
  read("rowPtr", it.rowPtr);
  read("col", it.col);
  read("weight", it.weight);
  read("seekerRank", it.seekerRank);
  read("supporterRank", it.supporterRank);
  if (it.rowPtr.empty()) {
    it.rowPtr.resize(it.seekers + 1);
    it.col.resize(it.weight.size());
    for (int i = 0; i <= it.seekers; i++) it.rowPtr[i] = i * it.supporters;
    for (size_t e = 0; e < it.col.size(); e++) it.col[e] = e % it.supporters;
  }
  return it;
}

inline double cpuMilliseconds() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

inline long peakMegabytes() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}
