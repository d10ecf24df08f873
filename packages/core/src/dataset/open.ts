import type { DatasetSpec } from './dataset.ts';
import { type Images, openImages } from './images/pack.ts';
import { type OpenTable, openTable } from './tabular/open-table.ts';

/** What a data set was read from, opened. */
export type OpenContent = OpenTable | Images;

/** `content`: the bytes that the spec names; none for drawn data, of which null comes. */
export async function openContent(
  spec: DatasetSpec,
  content: Uint8Array | null,
): Promise<OpenContent | null> {
  if (spec.kind === 'simulated' || content === null) return null;
  return spec.kind === 'images' ? openImages(content) : openTable(content);
}

/** The table of a spec. Throws where it is missing. */
export function tableIn(
  content: OpenContent | null,
  { content: sha256 }: { readonly content: string },
): OpenTable {
  if (typeof content !== 'function') throw new Error(`The content ${sha256} of the table is missing.`);
  return content;
}

/** The images of a spec. Throws where they are missing. */
export function imagesIn(
  content: OpenContent | null,
  { content: sha256 }: { readonly content: string },
): Images {
  if (content === null || typeof content === 'function') {
    throw new Error(`The content ${sha256} of the images is missing.`);
  }
  return content;
}
