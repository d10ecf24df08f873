/**
 * Gives the memory of a large array back at once, where a collector may leave hundreds of megabytes lying for a while.
 * Nobody may use the array afterwards: it has no elements, and neither has any other view of its buffer.
 */
export function giveBack({ buffer }: { readonly buffer: ArrayBufferLike }): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}
