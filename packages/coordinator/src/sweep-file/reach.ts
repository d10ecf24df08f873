import { measureNamed } from '@latentsweep/core';

/** Between what a measure of one number, and so its mean, always lies. */
export function reachOf(name: string): { readonly least: number; readonly most: number } {
  const { base, type, split, better } = measureNamed.get(name)!;
  if (base === 'mcc') return { least: -1, most: 1 };
  const ofPredictions = split === 'test' || split === 'validation';
  const isShare = type === 'boolean' || (ofPredictions && better === 'higher') || base === 'ece';
  return { least: 0, most: isShare ? 1 : Number.POSITIVE_INFINITY };
}
