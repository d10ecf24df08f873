/**
 * A loss is better where it is lower by this share of it: a network that learns a millionth an epoch for ever is at its
 * end too.
 */
const WORTH = 1e-4;

/**
 * Whether what is trained by steps still gets better, by its validation loss of each epoch, and the weights that were
 * best. With a patience of 0 it is trained to the last epoch, and nothing is kept. Epochs up to `from` do not count: what
 * is minimised is not yet what it will be.
 */
export class Patience {
  readonly #epochs: number;
  readonly #from: number;
  #best = Number.POSITIVE_INFINITY;
  #bestEpoch = 0;
  #weights: Float32Array | null = null;

  constructor(epochs: number, from = 0) {
    this.#epochs = epochs;
    this.#from = from;
  }

  get counts(): boolean {
    return this.#epochs > 0;
  }

  /** The best weights so far; null where those of now are. */
  get best(): Float32Array | null {
    return this.#weights;
  }

  /** Takes note of an epoch's loss. Returns whether its weights are to be kept. */
  note(loss: number, epoch: number): boolean {
    if (!this.counts || epoch <= this.#from) return false;
    if (this.#bestEpoch > 0 && !(loss < this.#best - WORTH * Math.abs(this.#best))) return false;
    this.#best = loss;
    this.#bestEpoch = epoch;
    return true;
  }

  keep(weights: Float32Array): void {
    this.#weights = weights;
  }

  /** Whether so many epochs went by without a better loss, of those after `since`. */
  isOut(epoch: number, since = 0): boolean {
    return this.counts && epoch - Math.max(this.#bestEpoch, since, this.#from) >= this.#epochs;
  }

  /** Whether its lowest loss lies in the last epochs, so that more of them might have brought a lower one. */
  isShort(epoch: number): boolean {
    return this.counts && epoch - Math.max(this.#bestEpoch, this.#from) < this.#epochs;
  }
}
