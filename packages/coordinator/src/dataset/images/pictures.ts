/** Images that are pictures, PNG or JPEG, wherever they lie. */

import {
  type Fault,
  type ImageShape,
  type Images,
  InputError,
  layOutImages,
  plural,
} from '@latentsweep/core';
import {
  type Channels,
  decodePicture,
  decodersOf,
  headOf,
  type PictureHead,
  RESIZING,
  resized,
  withChannels,
} from '@latentsweep/image-file';
import type { ImagesDefinition, ReadImages } from './definition.ts';
import { refuseLargePicture, refuseTooMany } from './room.ts';

/** A picture's beginning, or all of it, and what to call it in messages. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface PictureSource extends Pick<Images, 'classes' | 'parts'> {
  readonly label: string;
  /** A class each, in the order in which they come. */
  readonly codes: Uint8Array;
  /** The beginning of each, enough for its head. */
  heads(): AsyncIterable<NamedBytes>;
  pictures(): AsyncIterable<NamedBytes>;
}

/** Looks at all heads first, so that what can't be read together, or is too much, is told before. Throws InputError. */
export async function readPictures(source: PictureSource, definition: ImagesDefinition): Promise<ReadImages> {
  const { label, codes, classes, parts } = source;
  const seen = await lookAtHeads(source);
  const channels = definition.channels ?? channelsOf(label, seen);
  const [height, width] = definition.size ?? sizeOf(label, seen);
  const shape: ImageShape = [height, width, channels];
  refuseTooMany(label, codes.length, shape, 'Make them smaller with `size`, or read fewer.');
  const images = layOutImages({ count: codes.length, shape, max: 255, classes, ...(parts && { parts }) });
  images.codes.set(codes);
  let at = 0;
  let rounded = 0;
  for await (const { name, bytes } of source.pictures()) {
    const picture = await decodePicture(name, bytes);
    if (picture.rounded) rounded += 1;
    images.pixels.set(resized(withChannels(picture, channels), height, width).pixels, at);
    at += height * width * channels;
  }
  const asTheyAre = seen.sizes.size === 1 && seen.sizes.has(`${height} x ${width}`);
  const decoder = [...decodersOf(seen.kinds), ...(asTheyAre ? [] : [RESIZING])].join(', ');
  return { images, label, notes: roundedNote(label, rounded), decoder };
}

interface Seen {
  readonly kinds: Set<PictureHead['kind']>;
  /** The first picture of each size, by `height x width`, and of each number of channels. */
  readonly sizes: Map<string, Sized>;
  readonly channels: Map<Channels, string>;
}

interface Sized {
  readonly name: string;
  readonly height: number;
  readonly width: number;
}

/** Sizes that are told apart; more tell nothing. */
const MOST_SIZES = 1000;

async function lookAtHeads(source: PictureSource): Promise<Seen> {
  const seen: Seen = { kinds: new Set(), sizes: new Map(), channels: new Map() };
  for await (const { name, bytes } of source.heads()) {
    const head = headOf(bytes);
    if (head === null) {
      throw new InputError(
        'broken_image',
        `${name} is no PNG or JPEG that can be read.`,
        'Fetch or make it again, or take it out.',
      );
    }
    const { kind, height, width, channels } = head;
    refuseLargePicture(name, height, width);
    seen.kinds.add(kind);
    const size = `${height} x ${width}`;
    if (!seen.sizes.has(size) && seen.sizes.size < MOST_SIZES) seen.sizes.set(size, { name, height, width });
    if (!seen.channels.has(channels)) seen.channels.set(channels, name);
  }
  return seen;
}

function channelsOf(label: string, { channels }: Seen): Channels {
  const [[only]] = channels as unknown as [[Channels, string]];
  if (channels.size === 1) return only;
  throw new InputError(
    'grey_and_colour',
    `Pictures of ${label} are partly grey, such as ${channels.get(1)}, and partly in colour, such as ${channels.get(3)}.`,
    'Say what all become: `channels: 1` for grey, `channels: 3` for colour.',
  );
}

function sizeOf(label: string, { sizes }: Seen): readonly [height: number, width: number] {
  const [first, second] = [...sizes.values()] as [Sized, Sized?];
  if (second === undefined) return [first.height, first.width];
  const told = [first, second].map(({ name, height, width }) => `${name} has ${height} x ${width}`);
  throw new InputError(
    'unlike_sizes',
    `Pictures of ${label} have ${sizes.size < MOST_SIZES ? plural(sizes.size, 'size') : 'many sizes'}: ${told.join(', ')}.`,
    'Bring them to one: `size: [32, 32]`, height and width.',
  );
}

function roundedNote(label: string, rounded: number): Fault[] {
  if (rounded === 0) return [];
  const message = `${plural(rounded, 'picture')} of ${label} ${rounded === 1 ? 'has' : 'have'} 16 bits a pixel, which are rounded to 8`;
  return [{ code: 'pixels_rounded', path: 'dataset', message, hint: 'Nothing needs to be done.' }];
}
