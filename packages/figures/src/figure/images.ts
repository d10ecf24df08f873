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

/** How much there is to be laid out. */
export function countsOf(data: ImagesData): Counts {
  const shown = shownClasses(data);
  const most = (images: readonly ClassImage[]) =>
    Math.max(0, ...shown.map((k) => images.filter(({ of }) => of === k).length));
  return {
    classes: shown.map((k) => nameOf(data, k)),
    real: most(data.real),
    made: most(data.made),
    mistaken: data.mistaken.length,
    captions: data.mistaken.map(({ of, taken }) => `${nameOf(data, of)} as ${nameOf(data, taken)}`),
  };
}

const nameOf = ({ classes }: ImagesData, k: number) => classes[k] ?? `class ${k}`;

/** Those of which there is a real or a made image, in their order. */
function shownClasses({ real, made }: ImagesData): number[] {
  return [...new Set([...real, ...made].map(({ of }) => of))].sort((a, b) => a - b);
}

function classMarks(data: ImagesData, layout: Layout, body: Box): Mark[] {
  const { label, made, side, step } = layout;
  const top = body.y + TITLE;
  const groups = [
    { images: data.real, x: body.x + label, what: 'training image', title: 'Training images' },
    { images: data.made, x: body.x + made, what: `made by ${data.arm}`, title: `Made by ${data.arm}` },
  ].filter(({ images }) => images.length > 0);
  const marks: Mark[] = groups.map(({ x, title }, i) => {
    const end = i + 1 < groups.length ? groups[i + 1]!.x - 8 : body.x + body.width;
    return headline(title, x, body.y, end - x);
  });
  shownClasses(data).forEach((k, row) => {
    const y = top + row * step;
    const name = nameOf(data, k);
    if (step >= LINE - 4) {
      const text = shortened(name, label - 8, SIZE.tick);
      const at = [body.x + label - 8, y + side / 2 + SIZE.tick * 0.35] as const;
      marks.push({ kind: 'text', at, text, ink: 'text', size: SIZE.tick, anchor: 'end' });
    }
    for (const { images, x, what } of groups) {
      images
        .filter(({ of }) => of === k)
        .forEach(({ pixels }, i) => {
          marks.push(picture(pixels, x + i * step, y, side, { tip: `${name}: ${what}` }));
        });
    }
  });
  return marks;
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
  const { real, made, mistaken, arm } = data;
  const first = mistaken[0];
  return [
    `${plural(real.length, 'training image')} of ${plural(shownClasses(data).length, 'class', 'classes')}.`,
    ...(made.length > 0 ? [`${plural(made.length, 'image')} made by ${arm}.`] : []),
    `${plural(mistaken.length, 'test image')} taken for another class.`,
    ...(first
      ? [`The surest mistake is ${nameOf(data, first.of)}, taken for ${nameOf(data, first.taken)}.`]
      : []),
  ].join(' ');
}
