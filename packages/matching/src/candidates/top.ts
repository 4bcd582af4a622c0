/** The best k of many, kept in a heap whose root is the worst of them. */

const TURNS = 4_294_967_296;

/**
 * Keeps the k best rows by score, and among equal scores those whose turn comes first. Scores are whole numbers from 0
 * to 10,000 and turns from 0 to 2^32 - 1, so one double holds both exactly.
 */
export class Top {
  readonly key: Float64Array;
  readonly row: Int32Array;
  readonly k: number;
  size = 0;

  constructor(k: number) {
    this.k = k;
    this.key = new Float64Array(k);
    this.row = new Int32Array(k);
  }

  /** The score a newcomer has to reach: a lower one cannot enter. Zero while there is room. */
  get least(): number {
    return this.size < this.k ? 0 : this.k === 0 ? Infinity : Math.floor(this.key[0] / TURNS);
  }

  /** The score in a place of the heap. */
  scoreAt(i: number): number {
    return Math.floor(this.key[i] / TURNS);
  }

  /** Forgets everything. */
  clear(): void {
    this.size = 0;
  }

  /** Offers a row. Returns whether it is among the best so far. */
  offer(score: number, turn: number, row: number): boolean {
    const key = score * TURNS + (TURNS - 1 - turn);
    if (this.size < this.k) this.rise(this.size++, key, row);
    else if (this.k === 0 || key <= this.key[0]) return false;
    else this.sink(key, row);
    return true;
  }

  private rise(start: number, key: number, row: number): void {
    let x = start;
    while (x > 0) {
      const up = (x - 1) >> 1, above = this.key[up];
      if (above <= key) break;
      this.key[x] = above;
      this.row[x] = this.row[up];
      x = up;
    }
    this.key[x] = key;
    this.row[x] = row;
  }

  private sink(key: number, row: number): void {
    const { key: keys, row: rows, size } = this;
    let x = 0;
    for (;;) {
      let down = 2 * x + 1;
      if (down >= size) break;
      if (down + 1 < size && keys[down + 1] < keys[down]) down++;
      if (keys[down] >= key) break;
      keys[x] = keys[down];
      rows[x] = rows[down];
      x = down;
    }
    keys[x] = key;
    rows[x] = row;
  }

  /** Writes scores from `at` on and turns from 0 on, best first. Returns how many. Empties the heap. */
  drain(scores: Int32Array, turns: Uint32Array, at: number): number {
    const { size } = this, keys = this.key.subarray(0, size).sort();
    for (let i = 0; i < size; i++) {
      const key = keys[size - 1 - i], score = Math.floor(key / TURNS);
      scores[at + i] = score;
      turns[i] = TURNS - 1 - (key - score * TURNS);
    }
    this.size = 0;
    return size;
  }

  /** Rows and scores, best first. */
  inOrder(): Array<{ row: number; score: number }> {
    const places = Array.from({ length: this.size }, (_, i) => i).sort((a, b) => this.key[b] - this.key[a]);
    return places.map((i) => ({ row: this.row[i], score: Math.floor(this.key[i] / TURNS) }));
  }
}
