import type { Search } from './transport.ts';

/** Puts supporter j in the queue, or moves it up, at distance `to` (which is stored by the caller). Four-way heap. */
export function raise(search: Search, j: number, to: number): void {
  const { heap, position, distance, size } = search;
  let k = position[j];
  if (k < 0) {
    k = size;
    search.size = size + 1;
  }
  while (k > 0) {
    const parent = (k - 1) >> 2;
    const other = heap[parent];
    if (distance[other] <= to) break;
    heap[k] = other;
    position[other] = k;
    k = parent;
  }
  heap[k] = j;
  position[j] = k;
}

/** Takes the nearest supporter off the queue, which must not be empty. */
export function takeNearest(search: Search): number {
  const { heap, position, distance } = search;
  const nearest = heap[0];
  const size = --search.size;
  position[nearest] = -1;
  if (size > 0) sink(heap, position, distance, heap[size], size);
  return nearest;
}

function sink(heap: Int32Array, position: Int32Array, distance: Float64Array, j: number, size: number): void {
  const far = distance[j];
  let k = 0;
  for (;;) {
    const first = 4 * k + 1;
    if (first >= size) break;
    let child = first;
    let near = distance[heap[first]];
    const last = first + 4 < size ? first + 4 : size;
    for (let c = first + 1; c < last; c++) {
      const value = distance[heap[c]];
      if (value < near) {
        near = value;
        child = c;
      }
    }
    if (near >= far) break;
    const other = heap[child];
    heap[k] = other;
    position[other] = k;
    k = child;
  }
  heap[k] = j;
  position[j] = k;
}

/** Leaves the scratch memory clean: only what was reached is touched. */
export function forget(search: Search, count: number): void {
  const { distance, position, settled, reached } = search;
  for (let x = 0; x < count; x++) {
    const j = reached[x];
    distance[j] = Infinity;
    position[j] = -1;
    settled[j] = 0;
  }
  search.size = 0;
}
