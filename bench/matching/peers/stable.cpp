// Seeker-proposing deferred acceptance, the same algorithm as ours in C++. usage: stable PREFIX REPEATS
// Ties are broken by score, then by the order of the row. Sorting is timed, reading is not.
#include <algorithm>
#include <numeric>
#include "instance.hpp"

int main(int, char** args) {
  const Instance it = readInstance(args[1]);
  const int pairs = it.col.size();
  double best = 1e18;
  int matched = 0;
  long long total = 0;
  for (int k = 0; k < std::atoi(args[2]); k++) {
    const double from = cpuMilliseconds();
    std::vector<int> order(pairs), next(it.rowPtr.begin(), it.rowPtr.end() - 1), held(it.seekers, -1), waiting(it.seekers), owner(pairs);
    std::iota(order.begin(), order.end(), 0);
    for (int i = 0; i < it.seekers; i++) {
      std::fill(owner.begin() + it.rowPtr[i], owner.begin() + it.rowPtr[i + 1], i);
      std::stable_sort(order.begin() + it.rowPtr[i], order.begin() + it.rowPtr[i + 1], [&](int a, int b) {
        return std::make_pair(it.seekerRank[a], -it.weight[a]) < std::make_pair(it.seekerRank[b], -it.weight[b]);
      });
    }
    auto wantedMore = [&](int a, int b) {
      if (it.supporterRank[a] != it.supporterRank[b]) return it.supporterRank[a] < it.supporterRank[b];
      return it.weight[a] != it.weight[b] ? it.weight[a] > it.weight[b] : a < b;
    };
    std::vector<std::vector<int>> heaps(it.supporters);
    for (int i = 0; i < it.seekers; i++) waiting[i] = it.seekers - 1 - i;
    while (!waiting.empty()) {
      int i = waiting.back();
      waiting.pop_back();
      while (i >= 0 && next[i] < it.rowPtr[i + 1]) {
        const int e = order[next[i]++];
        auto& heap = heaps[it.col[e]];
        if ((int)heap.size() < it.capacity[it.col[e]]) {
          heap.push_back(e);
          std::push_heap(heap.begin(), heap.end(), wantedMore);
          held[i] = e;
          i = -1;
        } else if (!heap.empty() && wantedMore(e, heap.front())) {
          std::pop_heap(heap.begin(), heap.end(), wantedMore);
          const int loser = owner[heap.back()];
          heap.back() = e;
          std::push_heap(heap.begin(), heap.end(), wantedMore);
          held[i] = e;
          held[loser] = -1;
          i = loser;
        }
      }
    }
    best = std::min(best, cpuMilliseconds() - from);
    matched = total = 0;
    for (int e : held) if (e >= 0) { matched++; total += it.weight[e]; }
  }
  std::printf("{\"peer\":\"C++ deferred acceptance\",\"cpu_ms\":%.1f,\"matched\":%d,\"total\":%lld,\"rss_mb\":%ld}\n", best, matched, total, peakMegabytes());
}
