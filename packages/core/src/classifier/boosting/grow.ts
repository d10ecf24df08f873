import { giveBack } from '../../math/give-back.ts';
import type { BinnedRows } from './bins.ts';
import { type NodeRows, subtractHistogram } from './histogram.ts';
import { Histograms } from './histograms.ts';
import { Partition } from './partition.ts';
import type { BoostingSettings } from './settings.ts';
import { Sketch } from './sketch.ts';
import { bestSplit, MIN_HESSIAN, type NodeSums, type Split } from './split.ts';
import type { Tree } from './tree.ts';

/** First and second derivatives of the loss by the score of each row. [count] */
export interface Derivatives {
  readonly gradients: Float32Array;
  readonly hessians: Float32Array;
}

/** A leaf's rows, and what it adds to their scores. Valid until the next tree. */
export interface Leaf {
  readonly rows: Uint32Array;
  readonly value: number;
}

interface Node {
  readonly id: number;
  readonly depth: number;
  readonly sums: NodeSums;
  /** Where its rows lie in the partition. */
  readonly start: number;
  readonly end: number;
  /** Null for a leaf. */
  split: Split | null;
  /** Null in a leaf, where no child will need it, and where there was no room for it: then its children's are both made from rows. */
  histogram: Float64Array | null;
}

/** Grows trees on the same rows, one after the other. The node whose split gains most is split next. */
export class Grower {
  readonly #binned: BinnedRows;
  readonly #settings: BoostingSettings;
  readonly #partition: Partition;
  readonly #histograms: Histograms;
  /** Of the rows of one node, in their order. */
  readonly #gradients: Float32Array;
  readonly #hessians: Float32Array;

  constructor(binned: BinnedRows, settings: BoostingSettings, histograms = new Histograms(binned)) {
    this.#binned = binned;
    this.#settings = settings;
    this.#partition = new Partition(binned.count);
    this.#histograms = histograms;
    this.#gradients = new Float32Array(binned.count);
    this.#hessians = new Float32Array(binned.count);
  }

  /** No tree is grown after it: the rows are given back. */
  end(): void {
    giveBack(this.#binned.bins);
    this.#histograms.end();
  }

  grow(derivatives: Derivatives): { readonly tree: Tree; readonly leaves: readonly Leaf[] } {
    const { maxLeafNodes, learningRate } = this.#settings;
    const sketch = new Sketch();
    const leaves: Node[] = [];
    /** The one that gains most first; of equal ones the older. */
    const open: Node[] = [];
    const settle = (node: Node) => (node.split === null ? leaves.push(node) : insert(node, open));
    const atMost = maxLeafNodes ?? Number.POSITIVE_INFINITY;
    this.#partition.reset();
    this.#histograms.reset();
    settle(this.#root(derivatives));
    while (open.length > 0 && leaves.length + open.length < atMost) {
      const node = open.shift()!;
      const children = this.#children(sketch, node);
      /** How many splits can follow this one. The last of them looks for no others. */
      const further = atMost - leaves.length - open.length - 2;
      for (const late of open.slice(Math.max(0, further - 1))) this.#spare(late);
      if (further > 0) this.#findSplits(node, children, derivatives);
      this.#release(node);
      for (const child of children) settle(child);
    }
    for (const node of open) this.#release(node);
    const ends = [...leaves, ...open].map(({ id, sums, start, end }): Leaf => {
      const value = sums.value * learningRate;
      sketch.setValue(id, value);
      return { rows: this.#partition.rows.subarray(start, end), value };
    });
    return { tree: sketch.tree(), leaves: ends };
  }

  #root(derivatives: Derivatives): Node {
    const { count } = this.#binned;
    let gradients = 0;
    let hessians = 0;
    for (let i = 0; i < count; i++) {
      gradients += derivatives.gradients[i]!;
      hessians += derivatives.hessians[i]!;
    }
    // A value of 0, as in scikit-learn: a tree that is its root alone says nothing.
    const sums = { count, gradients, hessians, value: 0 };
    const root: Node = { id: 0, depth: 0, sums, start: 0, end: count, split: null, histogram: null };
    if (hessians >= MIN_HESSIAN && this.#settings.maxLeafNodes !== 1 && this.#hasRows(root)) {
      root.histogram = this.#histograms.build({ rows: this.#partition.rows, ...derivatives });
      this.#findSplit(root);
    }
    return root;
  }

  #children(sketch: Sketch, { id, depth, start, end, split }: Node): readonly [Node, Node] {
    const { column, left, right } = split!;
    const middle = this.#partition.split(start, end, split!, this.#binned);
    const [leftId, rightId] = sketch.split(id, split!, this.#binned.cuts[column]!);
    const beneath = { depth: depth + 1, split: null, histogram: null };
    return [
      { ...beneath, id: leftId, sums: left, start, end: middle },
      { ...beneath, id: rightId, sums: right, start: middle, end },
    ];
  }

  /** The smaller child's histogram is made from its rows; the larger's is what is left of their parent's. */
  #findSplits(parent: Node, [left, right]: readonly [Node, Node], derivatives: Derivatives): void {
    const [smaller, larger] = left.sums.count < right.sums.count ? [left, right] : [right, left];
    if (!this.#hasRows(larger)) return;
    if (parent.histogram || this.#hasRows(smaller)) {
      smaller.histogram = this.#histograms.build(this.#rowsOf(smaller, derivatives));
    }
    if (parent.histogram) {
      larger.histogram = parent.histogram;
      parent.histogram = null;
      subtractHistogram(larger.histogram, smaller.histogram!);
    } else larger.histogram = this.#histograms.build(this.#rowsOf(larger, derivatives));
    for (const child of [left, right]) this.#findSplit(child);
  }

  #findSplit(node: Node): void {
    if (node.histogram && this.#hasRows(node)) {
      node.split = bestSplit(node.histogram, this.#binned, node.sums, this.#settings);
    }
    if (node.split === null || this.#histograms.full) this.#release(node);
  }

  #release(node: Node): void {
    if (node.histogram) this.#histograms.release(node.histogram);
    node.histogram = null;
  }

  /** Of a node that is split last of all, if at all. */
  #spare(node: Node): void {
    if (node.histogram) this.#histograms.spare(node.histogram);
    node.histogram = null;
  }

  /** Whether there are rows for two leaves, and levels. */
  #hasRows({ sums, depth }: Node): boolean {
    const { minSamplesLeaf, maxDepth } = this.#settings;
    return sums.count >= 2 * minSamplesLeaf && (maxDepth === null || depth < maxDepth);
  }

  /** Derivatives in the order of the rows, so that the pass of each column reads them in one run. */
  #rowsOf({ start, end }: Node, { gradients, hessians }: Derivatives): NodeRows {
    const rows = this.#partition.rows.subarray(start, end);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      this.#gradients[i] = gradients[row]!;
      this.#hessians[i] = hessians[row]!;
    }
    return { rows, gradients: this.#gradients, hessians: this.#hessians };
  }
}

/** Behind those that gain as much. */
function insert(node: Node, open: Node[]): void {
  const place = open.findIndex(({ split }) => split!.gain < node.split!.gain);
  open.splice(place < 0 ? open.length : place, 0, node);
}
