import type { Market } from '../../instance/instance.ts';

/** Shape of the random small markets used in tests. */
export interface Shape {
  seekers: number;
  supporters: number;
  /** Highest number of places; 0 is possible. */
  places: number;
  /** Highest score; small values make mass ties. */
  highest: number;
  /** Chance that a pair is possible. */
  density: number;
}

/** A random market of a shape, with ranks that contain ties. */
export function marketOf(shape: Shape, draw: () => number): Market {
  const upTo = (most: number): number => Math.floor(draw() * (most + 1));
  const rowPtr = [0];
  const col: number[] = [];
  for (let i = 0; i < shape.seekers; i++) {
    for (let j = 0; j < shape.supporters; j++) if (draw() < shape.density) col.push(j);
    rowPtr.push(col.length);
  }
  const numbers = (most: number): Int32Array => Int32Array.from(col, () => upTo(most));
  return {
    seekers: shape.seekers,
    supporters: shape.supporters,
    capacity: Int32Array.from({ length: shape.supporters }, () => upTo(shape.places)),
    rowPtr: Int32Array.from(rowPtr),
    col: Int32Array.from(col),
    weight: numbers(shape.highest),
    seekerRank: numbers(2),
    supporterRank: numbers(3),
  };
}

/** A random small market: every size from nothing to 6 x 5, sparse to full, mass ties to wide scores. */
export function anySmallMarket(draw: () => number): Market {
  const upTo = (most: number): number => Math.floor(draw() * (most + 1));
  const highest = [0, 1, 3, 20, 1000, 2 ** 31 - 1][upTo(5)] ?? 0;
  return marketOf(
    {
      seekers: draw() < 0.05 ? 0 : 1 + upTo(5),
      supporters: draw() < 0.05 ? 0 : 1 + upTo(4),
      places: 1 + upTo(2),
      highest,
      density: 0.3 + 0.7 * draw(),
    },
    draw,
  );
}
