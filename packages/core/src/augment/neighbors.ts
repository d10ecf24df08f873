/** Rows whose squared Euclidean distance to a row is smallest, exactly, by a k-d tree. */

/** Up to this many rows a node is searched row by row. */
const LEAF = 32;

interface Node {
  /** Rows of `#points` from `start` up to `end`. */
  readonly start: number;
  readonly end: number;
  /** The smallest and the largest value of each column, [D] each. */
  readonly low: Float32Array;
  readonly high: Float32Array;
  readonly left: Node | null;
  readonly right: Node | null;
}

export class Neighbors {
  readonly #columns: number;
  /** Which row lies at a place of the tree, and where a row lies. */
  readonly #rowAt: Uint32Array;
  readonly #placeOf: Uint32Array;
  /** Features in the tree's order, so that a leaf is one run of memory. */
  readonly #points: Float32Array;
  readonly #root: Node;
  /** The nearest so far, ascending. */
  readonly #distances: Float64Array;
  readonly #found: Uint32Array;

  /** Points [n, columns] row-major; `k` neighbours a query, k < n. Copied. */
  constructor(points: Float32Array, columns: number, k: number) {
    const count = points.length / columns;
    if (k >= count) throw new RangeError(`${k} neighbours need more than ${count} rows`);
    this.#columns = columns;
    this.#rowAt = Uint32Array.from({ length: count }, (_, row) => row);
    this.#root = this.#build(points, 0, count);
    this.#points = new Float32Array(points.length);
    this.#placeOf = new Uint32Array(count);
    this.#rowAt.forEach((row, place) => {
      this.#points.set(points.subarray(row * columns, (row + 1) * columns), place * columns);
      this.#placeOf[row] = place;
    });
    this.#distances = new Float64Array(k);
    this.#found = new Uint32Array(k);
  }

  /** The k nearest rows to `row`, itself excluded, nearest first; the lower number where distances tie. */
  nearest(row: number): Uint32Array {
    this.#distances.fill(Number.POSITIVE_INFINITY);
    this.#found.fill(0xffffffff);
    this.#search(this.#root, this.#placeOf[row]!);
    return this.#found.slice();
  }

  /** Splits in the middle of the widest column, until few rows are left or all are equal. */
  #build(points: Float32Array, start: number, end: number): Node {
    const columns = this.#columns;
    const order = this.#rowAt;
    const low = new Float32Array(columns).fill(Number.POSITIVE_INFINITY);
    const high = new Float32Array(columns).fill(Number.NEGATIVE_INFINITY);
    for (let i = start; i < end; i++) {
      for (let c = 0; c < columns; c++) {
        const value = points[order[i]! * columns + c]!;
        if (value < low[c]!) low[c] = value;
        if (value > high[c]!) high[c] = value;
      }
    }
    let widest = 0;
    for (let c = 1; c < columns; c++) {
      if (high[c]! - low[c]! > high[widest]! - low[widest]!) widest = c;
    }
    const leaf = end - start <= LEAF || !(high[widest]! > low[widest]!);
    if (leaf) return { start, end, low, high, left: null, right: null };

    const middle = (low[widest]! + high[widest]!) / 2;
    let border = start;
    for (let i = start; i < end; i++) {
      const row = order[i]!;
      if (points[row * columns + widest]! >= middle) continue;
      order[i] = order[border]!;
      order[border++] = row;
    }
    const left = this.#build(points, start, border);
    return { start, end, low, high, left, right: this.#build(points, border, end) };
  }

  #search(node: Node, query: number): void {
    if (!node.left || !node.right) {
      this.#scan(node, query);
      return;
    }
    const left = this.#distanceToBox(node.left, query);
    const right = this.#distanceToBox(node.right, query);
    const [near, far] = left <= right ? [node.left, node.right] : [node.right, node.left];
    // Equal to the worst so far may still hold a row of a lower number.
    if (Math.min(left, right) <= this.#worst()) this.#search(near, query);
    if (Math.max(left, right) <= this.#worst()) this.#search(far, query);
  }

  #worst(): number {
    return this.#distances[this.#distances.length - 1]!;
  }

  /**
   * At most the distance that `#scan` computes to any row in the box: sums run in the same order, and rounding
   * keeps order. So pruning never loses a neighbour to a rounding error.
   */
  #distanceToBox({ low, high }: Node, query: number): number {
    const columns = this.#columns;
    const points = this.#points;
    const at = query * columns;
    let distance = 0;
    for (let c = 0; c < columns; c++) {
      const value = points[at + c]!;
      const gap = value < low[c]! ? low[c]! - value : value > high[c]! ? value - high[c]! : 0;
      distance += gap * gap;
    }
    return distance;
  }

  #scan({ start, end }: Node, query: number): void {
    const columns = this.#columns;
    const points = this.#points;
    const from = query * columns;
    for (let place = start; place < end; place++) {
      if (place === query) continue;
      const worst = this.#worst();
      const at = place * columns;
      let distance = 0;
      for (let c = 0; c < columns; c++) {
        const d = points[at + c]! - points[from + c]!;
        distance += d * d;
      }
      if (distance <= worst) this.#insert(distance, this.#rowAt[place]!);
    }
  }

  #insert(distance: number, row: number): void {
    const distances = this.#distances;
    const found = this.#found;
    let i = distances.length - 1;
    const after = (j: number) => distances[j]! > distance || (distances[j] === distance && found[j]! > row);
    if (!after(i)) return;
    for (; i > 0 && after(i - 1); i--) {
      distances[i] = distances[i - 1]!;
      found[i] = found[i - 1]!;
    }
    distances[i] = distance;
    found[i] = row;
  }
}
