// LEMON NetworkSimplex on the same transport problem. usage: lemon PREFIX lexi|weight REPEATS
// Only the solver's run is timed, not the building of its graph.
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>
#include "instance.hpp"

using Graph = lemon::StaticDigraph;

int main(int, char** args) {
  const Instance it = readInstance(args[1]);
  const bool lexi = std::string(args[2]) == "lexi";
  long long highest = 0;
  for (int w : it.weight) if (w > highest) highest = w;
  const long long without = lexi ? highest * (it.seekers + 1LL) : highest;
  const int sink = it.seekers + it.supporters;
  std::vector<std::pair<int, int>> arcs;
  std::vector<long long> costs;
  for (int i = 0; i < it.seekers; i++) {
    for (int e = it.rowPtr[i]; e < it.rowPtr[i + 1]; e++) {
      arcs.push_back({i, it.seekers + it.col[e]});
      costs.push_back(highest - it.weight[e]);
    }
    arcs.push_back({i, sink});
    costs.push_back(without);
  }
  Graph graph;
  graph.build(sink + 1, arcs.begin(), arcs.end());
  Graph::ArcMap<int> upper(graph, 1);
  Graph::ArcMap<long long> cost(graph);
  Graph::NodeMap<int> supply(graph);
  for (size_t a = 0; a < costs.size(); a++) cost[graph.arcFromId(a)] = costs[a];
  for (int i = 0; i < it.seekers; i++) supply[graph.node(i)] = 1;
  for (int j = 0; j < it.supporters; j++) supply[graph.node(it.seekers + j)] = -it.capacity[j];
  supply[graph.node(sink)] = -it.seekers;
  std::vector<std::pair<int, int>>().swap(arcs);
  std::vector<long long>().swap(costs);
  double best = 1e18;
  long long total = 0;
  int matched = 0;
  for (int k = 0; k < std::atoi(args[3]); k++) {
    lemon::NetworkSimplex<Graph, int, long long> solver(graph);
    solver.upperMap(upper).costMap(cost).supplyMap(supply);
    const double from = cpuMilliseconds();
    solver.run();
    best = std::min(best, cpuMilliseconds() - from);
    total = matched = 0;
    for (Graph::ArcIt a(graph); a != lemon::INVALID; ++a) {
      if (solver.flow(a) == 0 || graph.id(graph.target(a)) == sink) continue;
      matched++;
      total += highest - cost[a];
    }
  }
  std::printf("{\"peer\":\"LEMON NetworkSimplex\",\"cpu_ms\":%.1f,\"matched\":%d,\"total\":%lld,\"rss_mb\":%ld}\n", best, matched, total, peakMegabytes());
}
