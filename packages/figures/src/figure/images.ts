import { plural } from '@latentsweep/core';
import type { Drawn } from '../data.ts';
import type { Drawing, Frame, Mark, Meaning } from '../drawing.ts';
import { emptyDrawing } from '../empty.ts';
import { ofConfig } from '../of-config.ts';
import type { Box } from '../panel.ts';
import type { Pixels } from '../pixels.ts';
import { sheetOf } from '../sheet.ts';
import { LINE, SIZE, shortened } from '../text-width.ts';
import { type Counts, fittedImages, type Layout, TITLE } from './images-layout.ts';

interface ClassImage {
  /** A place among the classes. */
  readonly of: number;
  readonly pixels: Pixels;
}

/** Images that a trial was trained with, made and mistook. */
export interface ImagesData extends Drawn {
  readonly figure: 'images';
  readonly config: string;
  readonly trial: number;
  readonly arm: string;
  readonly classes: readonly string[];
  readonly real: readonly ClassImage[];
  /** Empty in arms that make none. */
  readonly made: readonly ClassImage[];
  /** What a VAE makes of the real images, and of places between those of a class. Empty in arms without one. */
  readonly reconstructed: readonly ClassImage[];
  readonly interpolated: readonly ClassImage[];
  /** Test images that are taken for another class, and with which probability. */
  readonly mistaken: readonly (ClassImage & { readonly taken: number; readonly certainty: number })[];
}

export function drawImages(data: ImagesData, frame: Frame): Drawing {
  const title = 'Images: real, made and mistaken';
  const { real, made, mistaken } = data;
  if (real.length + made.length + mistaken.length === 0) {
    return emptyDrawing(ofConfig(data), frame, title, 'No image of this config is kept.');
  }
  const { marks, body } = sheetOf(ofConfig(data), frame, { title });
  const counts = countsOf(data);
  const layout = fittedImages(counts, body.width, body.height);
  if (!layout) {
    return emptyDrawing(
      ofConfig(data),
      frame,
      title,
      'There is no room for images: ask for a larger figure.',
    );
  }
  return {
    ...frame,
    title,
    description: described(data),
    marks: [...marks, ...classMarks(data, layout, body), ...mistakenMarks(data, counts, layout, body)],
    selectable: [],
  };
}

interface Side {
  readonly title: string;
  /** Of one image, in a tip. */
  readonly what: string;
  readonly images: readonly ClassImage[];
}

interface Rows {
  /** Places among the classes. */
  readonly of: readonly number[];
  readonly left: Side;
  readonly right: Side;
}

function rowsOf({ arm, real, made, reconstructed, interpolated }: ImagesData): Rows[] {
  const sides = [
    [
      { title: 'Training images', what: 'training image', images: real },
      { title: `Made by ${arm}`, what: `made by ${arm}`, images: made },
    ],
    [
      { title: 'The same as the VAE makes them again', what: 'reconstructed', images: reconstructed },
      { title: 'On the way in its latent space', what: 'interpolated', images: interpolated },
    ],
  ] as const;
  return sides.flatMap(([left, right]) => {
    const shown = new Set([...left.images, ...right.images].map(({ of }) => of));
    return shown.size === 0 ? [] : [{ of: [...shown].sort((a, b) => a - b), left, right }];
  });
}

/** How much there is to be laid out. */
export function countsOf(data: ImagesData): Counts {
  return {
    bands: rowsOf(data).map(({ of, left, right }) => {
      const most = ({ images }: Side) =>
        Math.max(0, ...of.map((k) => images.filter((image) => image.of === k).length));
      return { classes: of.map((k) => nameOf(data, k)), left: most(left), right: most(right) };
    }),
    captions: data.mistaken.map(({ of, taken }) => `${nameOf(data, of)} as ${nameOf(data, taken)}`),
  };
}

const nameOf = ({ classes }: ImagesData, k: number) => classes[k] ?? `class ${k}`;

function classMarks(data: ImagesData, layout: Layout, body: Box): Mark[] {
  const { label, right, side, step, tops } = layout;
  return rowsOf(data).flatMap((rows, band): Mark[] => {
    const top = body.y + tops[band]!;
    const [atLeft, atRight] = [body.x + label, body.x + right];
    const end = body.x + body.width;
    const beside = rows.right.images.length > 0;
    return [
      ...(rows.left.images.length > 0
        ? [headline(rows.left.title, atLeft, top, (beside ? atRight - 8 : end) - atLeft)]
        : []),
      ...(beside ? [headline(rows.right.title, atRight, top, end - atRight)] : []),
      ...rows.of.flatMap((k, row): Mark[] => {
        const y = top + TITLE + row * step;
        const name = nameOf(data, k);
        const at = [body.x + label - 8, y + side / 2 + SIZE.tick * 0.35] as const;
        const text = shortened(name, label - 8, SIZE.tick);
        const own = ({ images, what }: Side, x: number) =>
          images
            .filter(({ of }) => of === k)
            .map(({ pixels }, i) => picture(pixels, x + i * step, y, side, { tip: `${name}: ${what}` }));
        return [
          ...(step >= LINE - 4
            ? [{ kind: 'text', at, text, ink: 'text', size: SIZE.tick, anchor: 'end' } as const]
            : []),
          ...own(rows.left, atLeft),
          ...own(rows.right, atRight),
        ];
      }),
    ];
  });
}

function mistakenMarks(data: ImagesData, { captions }: Counts, layout: Layout, body: Box): Mark[] {
  if (data.mistaken.length === 0) return [];
  const { below, across, aside, side, step } = layout;
  const y = body.y + below;
  const head = headline('Test images taken for another class: what they are, as what', body.x, y, body.width);
  return [
    head,
    ...data.mistaken.flatMap(({ pixels, certainty, of, taken }, i): Mark[] => {
      const x = body.x + (i % across) * aside;
      const top = y + TITLE + Math.floor(i / across) * (step + LINE);
      const tip = `${nameOf(data, of)}, taken for ${nameOf(data, taken)}\nwith a probability of ${percent(certainty)}`;
      const text = shortened(captions[i]!, aside - 8, SIZE.tick);
      const at = [x, top + side + SIZE.tick + 2] as const;
      return [
        picture(pixels, x, top, side, { tip, leadsTo: { trial: data.trial } }),
        { kind: 'text', at, text, ink: 'muted', size: SIZE.tick },
      ];
    }),
  ];
}

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;

function headline(title: string, x: number, y: number, width: number): Mark {
  const text = shortened(title, Math.max(0, width), SIZE.text);
  return { kind: 'text', at: [x, y + SIZE.text], text, ink: 'text', size: SIZE.text };
}

/** In its proportions, in the middle of a square. */
function picture(pixels: Pixels, x: number, y: number, side: number, meaning: Meaning): Mark {
  const longer = Math.max(pixels.width, pixels.height, 1);
  const width = (side * pixels.width) / longer;
  const height = (side * pixels.height) / longer;
  const at = { x: x + (side - width) / 2, y: y + (side - height) / 2, width, height };
  return { kind: 'image', ...at, pixels, ...meaning };
}

function described(data: ImagesData): string {
  const { real, made, reconstructed, mistaken, arm } = data;
  const first = mistaken[0];
  return [
    `${plural(real.length, 'training image')} of ${plural(new Set(real.map(({ of }) => of)).size, 'class', 'classes')}.`,
    ...(made.length > 0 ? [`${plural(made.length, 'image')} made by ${arm}.`] : []),
    ...(reconstructed.length > 0 ? [`${reconstructed.length} of them as a VAE makes them again.`] : []),
    `${plural(mistaken.length, 'test image')} taken for another class.`,
    ...(first
      ? [`The surest mistake is ${nameOf(data, first.of)}, taken for ${nameOf(data, first.taken)}.`]
      : []),
  ].join(' ');
}
