/** Where tiles lie in a workgroup's memory, in vectors of four rows of a batch. */
export class Tiles {
  /**
   * Vectors of a row of a tile. One more than a batch has: else rows that are read side by side would lie in the same banks of
   * the workgroup's memory.
   */
  readonly pitch: number;
  /** Vectors of a row of noise. */
  readonly noisePitch: number;
  #end = 0;

  constructor(batchSize: number) {
    this.pitch = Math.ceil(batchSize / 8) * 2 + 1;
    this.noisePitch = Math.ceil(batchSize / 4);
  }

  /** So many rows. */
  tile(rows: number): number {
    return this.#take(rows * this.pitch);
  }

  /** So many rows of noise, whole chunks of four vectors. */
  noise(rows: number): number {
    return this.#take(Math.ceil((rows * this.noisePitch) / 4) * 4);
  }

  /** So many rows, of a batch or of noise. */
  tileOrNoise(rows: number): number {
    return this.#take(Math.max(rows * this.pitch, Math.ceil((rows * this.noisePitch) / 4) * 4));
  }

  /** Vectors of all. */
  get size(): number {
    return this.#end;
  }

  #take(vectors: number): number {
    const at = this.#end;
    this.#end += vectors;
    return at;
  }
}
