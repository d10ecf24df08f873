import type { Fault, Images } from '@latentsweep/core';
import type { DatasetDefinition } from '../../port.ts';

export type ImagesDefinition = Extract<DatasetDefinition, { kind: 'images' }>;

/** A set of images, wherever it came from. */
export interface ReadImages {
  readonly images: Images;
  /** What to call it in messages. */
  readonly label: string;
  /** What was done to read it that the user may not expect. */
  readonly notes: readonly Fault[];
  /** What made pixels of files, by name and version. Absent: they were there as they are. */
  readonly decoder?: string;
}
