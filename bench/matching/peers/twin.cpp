// Our own algorithm in C++, to price the language: lists, the scarcer side bids (in balance: seekers, with a step), shortest paths from
// both sides. usage: twin PREFIX REPEATS. Best total, whatever the number, as our objective "weight".
#include <algorithm>
#include <cmath>
#include <cstring>
#include "instance.hpp"

using Ints = std::vector<int>;
using Doubles = std::vector<double>;

struct Lists { Ints start, end, pairs; };

static void insertionSort(int* pairs, int from, int to) {
  const int first = 2 * from;
  for (int k = first + 2; k < 2 * to; k += 2) {
    const int score = pairs[k + 1];
    if (pairs[k - 1] >= score) continue;
    const int other = pairs[k];
    int at = k;
    do { pairs[at] = pairs[at - 2]; pairs[at + 1] = pairs[at - 1]; at -= 2; } while (at > first && pairs[at - 1] < score);
    pairs[at] = other;
    pairs[at + 1] = score;
  }
}

static void sortSpan(int* pairs, int from, int to, Ints& counts, Ints& copy) {
  if (to - from > 16) {
    int low = pairs[2 * from + 1], high = low;
    for (int k = 2 * from + 3; k < 2 * to; k += 2) { low = std::min(low, pairs[k]); high = std::max(high, pairs[k]); }
    if (low == high) return;
    const unsigned buckets = std::min(1024u, 1u << (33 - __builtin_clz(to - from)));
    int shift = 0;
    while (unsigned(high - low) >> shift >= buckets) shift++;
    std::fill(counts.begin(), counts.begin() + buckets, 0);
    const int first = 2 * from, last = 2 * to;
    for (int k = first; k < last; k += 2) { copy[k - first] = pairs[k]; copy[k - first + 1] = pairs[k + 1]; counts[(high - pairs[k + 1]) >> shift]++; }
    for (int b = 0, at = first; at < last; b++) { const int count = counts[b]; counts[b] = at; at += 2 * count; }
    for (int k = 0; k < last - first; k += 2) { int& at = counts[(high - copy[k + 1]) >> shift]; pairs[at] = copy[k]; pairs[at + 1] = copy[k + 1]; at += 2; }
  }
  insertionSort(pairs, from, to);
}

static Lists seekerLists(const Instance& it) {
  Lists lists{Ints(it.rowPtr.begin(), it.rowPtr.end() - 1), Ints(it.rowPtr.begin() + 1, it.rowPtr.end()), Ints(2 * it.col.size())};
  int longest = 0;
  for (int i = 0; i < it.seekers; i++) longest = std::max(longest, lists.end[i] - lists.start[i]);
  for (size_t e = 0; e < it.col.size(); e++) { lists.pairs[2 * e] = it.col[e]; lists.pairs[2 * e + 1] = it.weight[e]; }
  Ints counts(1025), copy(2 * longest);
  for (int i = 0; i < it.seekers; i++) sortSpan(lists.pairs.data(), lists.start[i], lists.end[i], counts, copy);
  return lists;
}

static Lists supporterLists(const Instance& it) {
  Lists lists{Ints(it.supporters), Ints(it.supporters), Ints(2 * it.col.size())};
  for (int j : it.col) lists.end[j]++;
  int longest = 0;
  for (int j = 0, sum = 0; j < it.supporters; j++) { const int degree = lists.end[j]; longest = std::max(longest, degree); lists.start[j] = lists.end[j] = sum; sum += degree; }
  for (int i = 0; i < it.seekers; i++) for (int e = it.rowPtr[i]; e < it.rowPtr[i + 1]; e++) { const int at = lists.end[it.col[e]]++; lists.pairs[2 * at] = i; lists.pairs[2 * at + 1] = it.weight[e]; }
  Ints counts(1025), copy(2 * longest);
  for (int j = 0; j < it.supporters; j++) sortSpan(lists.pairs.data(), lists.start[j], lists.end[j], counts, copy);
  return lists;
}

struct Solver {
  const Instance& it;
  Lists lists, rows;
  bool listed = false;
  Ints capacity, match, fill, slot, slotStart, heap, position, reached, before, through;
  std::vector<char> settled;
  Doubles price, profit, distance;
  int size = 0;

  explicit Solver(const Instance& instance) : it(instance), capacity(instance.capacity), match(it.seekers, -1), fill(it.supporters), heap(it.supporters + 1), position(it.supporters, -1), reached(it.supporters), before(it.supporters), through(it.supporters), settled(it.supporters), price(it.supporters), profit(it.seekers), distance(it.supporters, INFINITY) {
    slotStart.resize(it.supporters + 1);
    Ints degrees(it.supporters);
    for (int j : it.col) degrees[j]++;
    for (int j = 0; j < it.supporters; j++) { capacity[j] = std::min(capacity[j], degrees[j]); slotStart[j + 1] = slotStart[j] + capacity[j]; }
    slot.assign(slotStart[it.supporters], -1);
  }

  void listSupporters() { if (!listed) { lists = supporterLists(it); listed = true; } }

  void seekersBid(double step, int most) {
    rows = seekerLists(it);
    const int* pairs = rows.pairs.data();
    Doubles bid(slot.size());
    Ints bids(it.seekers), waiting;
    for (int i = it.seekers - 1; i >= 0; i--) waiting.push_back(i);
    while (!waiting.empty()) {
      const int i = waiting.back();
      waiting.pop_back();
      if (bids[i] >= most) continue;
      double first = 0, second = 0;
      int to = -1, score = 0;
      for (int k = 2 * rows.start[i]; k < 2 * rows.end[i]; k += 2) {
        const int w = pairs[k + 1];
        if (w <= second) break;
        const double gain = w - price[pairs[k]];
        if (gain <= second) continue;
        if (gain > first) { second = first; first = gain; to = pairs[k]; score = w; } else second = gain;
      }
      if (to < 0) continue;
      const double offer = score - second + step;
      const int from = slotStart[to], size = capacity[to];
      if (fill[to] < size) {
        int k = fill[to]++;
        for (; k > 0 && bid[from + ((k - 1) >> 1)] > offer; k = (k - 1) >> 1) { bid[from + k] = bid[from + ((k - 1) >> 1)]; slot[from + k] = slot[from + ((k - 1) >> 1)]; }
        bid[from + k] = offer; slot[from + k] = i;
      } else {
        if (size == 0 || offer <= price[to]) continue;
        match[slot[from]] = -1;
        waiting.push_back(slot[from]);
        int k = 0;
        for (;;) {
          int child = 2 * k + 1;
          if (child >= size) break;
          if (child + 1 < size && bid[from + child + 1] < bid[from + child]) child++;
          if (bid[from + child] >= offer) break;
          bid[from + k] = bid[from + child]; slot[from + k] = slot[from + child]; k = child;
        }
        bid[from + k] = offer; slot[from + k] = i;
      }
      match[i] = to;
      bids[i]++;
      if (fill[to] == size) price[to] = bid[from];
    }
  }

  double room(int j) const { return fill[j] < capacity[j] ? std::max(0.0, price[j]) : INFINITY; }
  void seat(int j, int i) { slot[slotStart[j] + fill[j]++] = i; match[i] = j; }

  void settle() {
    const int* pairs = rows.pairs.data();
    const Ints earlier = match;
    std::fill(fill.begin(), fill.end(), 0);
    std::fill(match.begin(), match.end(), -1);
    for (int j = 0; j < it.supporters; j++) if (capacity[j] == 0) price[j] = INFINITY;
    for (int i = 0; i < it.seekers; i++) {
      double best = 0, kept = -INFINITY;
      for (int k = 2 * rows.start[i]; k < 2 * rows.end[i] && pairs[k + 1] >= best; k += 2) {
        const double gain = pairs[k + 1] - price[pairs[k]];
        if (pairs[k] == earlier[i]) kept = gain;
        best = std::max(best, gain);
      }
      profit[i] = best;
      if (earlier[i] >= 0 && kept == best && fill[earlier[i]] < capacity[earlier[i]]) seat(earlier[i], i);
    }
    for (int i = 0; i < it.seekers; i++) {
      if (match[i] >= 0 || profit[i] <= 0) continue;
      for (int k = 2 * rows.start[i]; k < 2 * rows.end[i] && pairs[k + 1] >= profit[i]; k += 2)
        if (pairs[k + 1] - price[pairs[k]] == profit[i] && fill[pairs[k]] < capacity[pairs[k]]) { seat(pairs[k], i); break; }
    }
  }

  void findPlace(int root) {
    const int* pairs = rows.pairs.data();
    int count = 0, without = root, ending = -1, endingFrom = -1, seeker = root, occupant = 0, lastOccupant = 0;
    double best = profit[root], away = 0;
    for (;;) {
      const double base = away + profit[seeker];
      for (int k = 2 * rows.start[seeker]; k < 2 * rows.end[seeker]; k += 2) {
        const double near = base - pairs[k + 1];
        if (near >= best) break;
        const int j = pairs[k];
        if (near + room(j) < best) { best = near + room(j); ending = j; endingFrom = seeker; without = -1; }
        const double to = near + price[j];
        if (to < best && to < distance[j]) {
          if (std::isinf(distance[j])) reached[count++] = j;
          distance[j] = to; before[j] = seeker;
          raise(j, to);
        }
      }
      if (occupant < lastOccupant) { seeker = slot[occupant++]; continue; }
      int j = -1;
      while (size > 0 && distance[heap[0]] < best) { j = takeNearest(); settled[j] = 1; if (fill[j] > 0) break; j = -1; }
      if (j < 0) break;
      away = distance[j];
      occupant = slotStart[j];
      lastOccupant = occupant + fill[j];
      for (int x = occupant; x < lastOccupant; x++) if (away + profit[slot[x]] < best) { best = away + profit[slot[x]]; without = slot[x]; ending = -1; }
      seeker = slot[occupant++];
    }
    for (int x = 0; x < count; x++) {
      const int j = reached[x];
      const double by = best - distance[j];
      if (!settled[j] || by <= 0) continue;
      price[j] += by;
      for (int s = slotStart[j]; s < slotStart[j] + fill[j]; s++) profit[slot[s]] -= by;
    }
    profit[root] -= best;
    if (without != root) {
      int j = ending, into = endingFrom, left;
      if (ending >= 0) { left = match[into]; seat(j, into); }
      else { j = match[without]; match[without] = -1; into = before[j]; left = match[into]; replace(j, without, into); match[into] = j; }
      while (into != root) { j = left; const int next = before[j]; left = match[next]; replace(j, into, next); match[next] = j; into = next; }
    }
    for (int x = 0; x < count; x++) { const int j = reached[x]; distance[j] = INFINITY; position[j] = -1; settled[j] = 0; }
    size = 0;
  }

  void solve() {
    double places = 0, seekers = 0;
    int highest = 0;
    for (int c : capacity) places += c;
    for (int i = 0; i < it.seekers; i++) seekers += it.rowPtr[i + 1] > it.rowPtr[i];
    for (int w : it.weight) highest = std::max(highest, w);
    const double ratio = places / seekers;
    if (ratio < 0.95) { listSupporters(); placesBid(); }
    else {
      if (ratio > 1.1) seekersBid(0, 200); else seekersBid(std::max(1.0, std::round(highest / 200.0)), 1 << 30);
      settle();
      for (int i = 0; i < it.seekers; i++) if (match[i] < 0 && profit[i] > 0) findPlace(i);
    }
    for (int j = 0; j < it.supporters; j++) while (fill[j] < capacity[j] && price[j] > 0) { listSupporters(); if (!fillPlace(j)) break; }
  }

  void placesBid() {
    const int widest = 2 + *std::max_element(capacity.begin(), capacity.end());
    Doubles gains(widest);
    Ints people(widest), scores(widest), rounds(it.supporters), waiting;
    std::vector<char> queued(it.supporters);
    for (int j = it.supporters - 1; j >= 0; j--) if (capacity[j] > 0) { waiting.push_back(j); queued[j] = 1; }
    const int* pairs = lists.pairs.data();
    while (!waiting.empty()) {
      const int j = waiting.back();
      waiting.pop_back();
      queued[j] = 0;
      const int places = capacity[j] - fill[j];
      if (places <= 0 || rounds[j]++ >= 200) continue;
      int found = 0;
      double weakest = 0;
      for (int k = 2 * lists.start[j]; k < 2 * lists.end[j]; k += 2) {
        const int score = pairs[k + 1];
        if (score <= weakest) break;
        const int i = pairs[k];
        const double gain = score - profit[i];
        if (gain <= weakest || match[i] == j) continue;
        int x = found <= places ? found++ : places;
        while (x > 0 && gains[x - 1] < gain) { gains[x] = gains[x - 1]; people[x] = people[x - 1]; scores[x] = scores[x - 1]; x--; }
        gains[x] = gain; people[x] = i; scores[x] = score;
        if (found > places) weakest = gains[places];
      }
      for (int x = 0; x < found && x < places; x++) {
        const int i = people[x], from = match[i];
        if (from >= 0) {
          if (gains[x] <= weakest) continue;
          fill[from]--;
          if (!queued[from]) { queued[from] = 1; waiting.push_back(from); }
        }
        profit[i] = scores[x] - weakest;
        match[i] = j;
        fill[j]++;
      }
    }
    for (int j = 0; j < it.supporters; j++) {
      if (capacity[j] == 0) continue;
      double best = 0;
      for (int k = 2 * lists.start[j]; k < 2 * lists.end[j] && pairs[k + 1] > best; k += 2) if (match[pairs[k]] != j) best = std::max(best, pairs[k + 1] - profit[pairs[k]]);
      price[j] = best;
    }
    for (int j = 0; j < it.supporters; j++) {
      int left = fill[j];
      fill[j] = 0;
      for (int k = 2 * lists.start[j]; left > 0; k += 2) {
        const int i = pairs[k];
        if (match[i] != j) continue;
        left--;
        profit[i] = std::max(profit[i], pairs[k + 1] - price[j]);
        slot[slotStart[j] + fill[j]++] = i;
      }
    }
  }

  void raise(int j, double to) {
    int k = position[j] < 0 ? size++ : position[j];
    while (k > 0) { const int parent = (k - 1) >> 2, other = heap[parent]; if (distance[other] <= to) break; heap[k] = other; position[other] = k; k = parent; }
    heap[k] = j;
    position[j] = k;
  }

  int takeNearest() {
    const int nearest = heap[0];
    position[nearest] = -1;
    if (--size > 0) {
      const int j = heap[size];
      int k = 0;
      for (;;) {
        const int first = 4 * k + 1;
        if (first >= size) break;
        int child = first;
        for (int c = first + 1; c < std::min(first + 4, size); c++) if (distance[heap[c]] < distance[heap[child]]) child = c;
        if (distance[heap[child]] >= distance[j]) break;
        heap[k] = heap[child];
        position[heap[k]] = k;
        k = child;
      }
      heap[k] = j;
      position[j] = k;
    }
    return nearest;
  }

  void replace(int j, int out, int into) { int s = slotStart[j]; while (slot[s] != out) s++; slot[s] = into; }

  bool fillPlace(int root) {
    int count = 1, newcomer = -1, newcomerTo = -1, emptied = root, j = root;
    double best = price[root], away = 0;
    distance[root] = 0; settled[root] = 1; reached[0] = root;
    for (;;) {
      const double base = away + price[j];
      for (int k = 2 * lists.start[j]; k < 2 * lists.end[j]; k += 2) {
        const double near = base - lists.pairs[k + 1];
        if (near >= best) break;
        const int i = lists.pairs[k];
        const double to = near + profit[i];
        if (to >= best) continue;
        const int other = match[i];
        if (other < 0) { best = to; newcomer = i; newcomerTo = j; emptied = -1; }
        else if (to < distance[other]) {
          if (std::isinf(distance[other])) reached[count++] = other;
          distance[other] = to; before[other] = j; through[other] = i;
          if (to + price[other] < best) { best = to + price[other]; emptied = other; newcomer = -1; }
          raise(other, to);
        }
      }
      if (size == 0 || distance[heap[0]] >= best) break;
      j = takeNearest();
      away = distance[j];
      settled[j] = 1;
    }
    for (int x = 0; x < count; x++) {
      const int o = reached[x];
      const double by = best - distance[o];
      if (!settled[o] || by <= 0) continue;
      price[o] -= by;
      for (int s = slotStart[o]; s < slotStart[o] + fill[o]; s++) profit[slot[s]] += by;
    }
    if (emptied != root) {
      int person = newcomer, at = newcomerTo;
      if (newcomer < 0) { person = through[emptied]; at = before[emptied]; fill[emptied]--; replace(emptied, person, slot[slotStart[emptied] + fill[emptied]]); }
      while (at != root) { const int going = through[at]; replace(at, going, person); match[person] = at; person = going; at = before[at]; }
      slot[slotStart[root] + fill[root]++] = person;
      match[person] = root;
    }
    for (int x = 0; x < count; x++) { const int o = reached[x]; distance[o] = INFINITY; position[o] = -1; settled[o] = 0; }
    size = 0;
    return emptied != root;
  }
};

int main(int, char** args) {
  const Instance it = readInstance(args[1]);
  double best = 1e18;
  long long total = 0;
  int matched = 0;
  for (int k = 0; k < std::atoi(args[2]); k++) {
    const double from = cpuMilliseconds();
    Solver solver(it);
    solver.solve();
    best = std::min(best, cpuMilliseconds() - from);
    matched = total = 0;
    for (int i = 0; i < it.seekers; i++) {
      if (solver.match[i] < 0) continue;
      matched++;
      for (int e = it.rowPtr[i]; e < it.rowPtr[i + 1]; e++) if (it.col[e] == solver.match[i]) total += it.weight[e];
    }
  }
  std::printf("{\"peer\":\"C++ twin of ours\",\"cpu_ms\":%.1f,\"matched\":%d,\"total\":%lld,\"rss_mb\":%ld}\n", best, matched, total, peakMegabytes());
}
