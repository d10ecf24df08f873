import type { Seed } from '../random/stream.ts';
import type { OwnDataSpec } from './dataset.ts';
import type { OpenContent } from './open.ts';
import { type DecodeOptions, type RowDecoder, rowDecoder } from './tabular/decode.ts';
import { columnDecodings } from './tabular/decoding.ts';

/**
 * Of a replicate's data, fitted once for all that is decoded. `content`: as opened; null for drawn data. Throws as
 * `prepareTable` does.
 */
export const fitDecoder = (
  spec: OwnDataSpec,
  seed: Seed,
  content: OpenContent | null,
  options?: DecodeOptions,
): RowDecoder => rowDecoder(columnDecodings(spec, seed, content), options);
