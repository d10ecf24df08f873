import { grouped, plural } from '@latentsweep/core';
import type { Drawn } from '../data.ts';
import type { Drawing, Frame, Ink, Mark } from '../drawing.ts';
import { emptyDrawing } from '../empty.ts';
import { estimateText } from '../estimate.ts';
import { ofConfig } from '../of-config.ts';
import type { Box } from '../panel.ts';
import { isDrawable, spanOf } from '../scale.ts';
import { sheetOf } from '../sheet.ts';
import { LINE, SIZE, shortened, textWidth } from '../text-width.ts';
import {
  BESIDE,
  HEADER,
  type Layout,
  layOut,
  MOST,
  type Predicted,
  roomIn,
  TITLE,
} from './confusion-layout.ts';

/** Which classes are taken for which. */
export interface ConfusionData extends Drawn {
  readonly figure: 'confusion';
  readonly config: string;
  readonly split: 'test' | 'validation';
  readonly classes: readonly string[];
  readonly replicates: number;
  /** Mean rows over replicates, [true][predicted]. */
  readonly counts: readonly (readonly number[])[];
  readonly recall: readonly { readonly mean: number | null; readonly half: number | null }[];
}

const RIGHT: Ink = { series: 6 };
const WRONG: Ink = { series: 1 };
/** From this share on a cell is so dark, or so light on a dark surface, that its text is in the ink of the surface. */
const FULL = 0.82;
/** A row of small text. */
const LOWEST_TEXT = 12;

export function drawConfusion(data: ConfusionData, frame: Frame): Drawing {
  const title = `Confusion on ${data.split} rows`;
  if (!data.counts.some((row) => row.some((count) => isDrawable(count) && count > 0))) {
    return emptyDrawing(
      ofConfig(data),
      frame,
      title,
      'No row was predicted, or no trial of this config has a result.',
    );
  }
  const n = data.classes.length;
  // How many have room decides what is said, and what is said takes room: all notes are counted as said.
  const room = roomIn(
    sheetOf(ofConfig(data), frame, { title, notes: [leftOutNote(data, n)] }).body,
    data.classes,
  );
  const shown = shownClasses(data, Math.min(n, room));
  const notes = shown.length < n ? [leftOutNote(data, shown.length)] : [];
  const { marks, body } = sheetOf(ofConfig(data), frame, { title, notes });
  return {
    ...frame,
    title,
    description: described(data),
    marks: [...marks, ...matrixMarks(data, shown, body)],
    selectable: [],
  };
}

function leftOutNote({ classes }: ConfusionData, shown: number): string {
  return `${shown} of ${plural(classes.length, 'class', 'classes')}: those of which the fewest are found. The others are the last column${shown < MOST ? `; a larger figure shows up to ${MOST}` : ''}.`;
}

/** Places in the list of classes, in its order. A class without a row has no recall, and goes last. */
function shownClasses({ classes, recall }: ConfusionData, n: number): number[] {
  const recallOf = (i: number) => {
    const mean = recall[i]?.mean;
    return isDrawable(mean) ? mean : Number.MAX_VALUE;
  };
  return [...classes.keys()]
    .toSorted((a, b) => recallOf(a) - recallOf(b) || a - b)
    .slice(0, n)
    .toSorted((a, b) => a - b);
}

function matrixMarks(data: ConfusionData, shown: readonly number[], body: Box): Mark[] {
  const others = [...data.classes.keys()].filter((i) => !shown.includes(i));
  const columns: Predicted[] = [
    ...shown.map((i) => ({ label: data.classes[i]!, classes: [i] })),
    ...(others.length > 0 ? [{ label: 'others', classes: others }] : []),
  ];
  const rows = shown.map((i) => data.classes[i]!);
  const layout = layOut(body, columns);
  const { x, y, cell } = layout;
  const written = writtenIn(layout, data.counts.flat());
  const as = written === 'number' ? 'predicted as (% of the true class)' : 'predicted as';
  const marks: Mark[] = [
    {
      kind: 'text',
      at: [body.x, body.y + SIZE.text],
      text: shortened(TITLE, layout.labels + 4, SIZE.text),
      ink: 'text',
      size: SIZE.text,
    },
    {
      kind: 'text',
      at: [x, body.y + SIZE.text],
      text: shortened(as, Math.max(0, layout.recall - x - 8), SIZE.text),
      ink: 'text',
      size: SIZE.text,
    },
    ...columns.map((column, i) => columnLabel(column, x + (i + 0.5) * cell.width, layout)),
  ];
  shown.forEach((of, row) => {
    const top = y + row * cell.height;
    const total = sum(data.counts[of] ?? []);
    marks.push({
      ...label(rows[row]!, layout.labels),
      at: [x - 8, top + cell.height / 2 + SIZE.tick * 0.35],
      anchor: 'end',
    });
    columns.forEach((column, i) => {
      const count = sum(column.classes.map((as) => data.counts[of]?.[as] ?? 0));
      const box = { x: x + i * cell.width, y: top, ...cell };
      marks.push(...cellMarks(box, count, total, rows[row]!, column, written, column.classes.includes(of)));
    });
  });
  return [...marks, ...recallMarks(data, shown, layout)];
}

const sum = (counts: readonly number[]) =>
  counts.reduce((total, count) => total + (isDrawable(count) ? count : 0), 0);

const label = (text: string, width: number) => {
  const cut = shortened(text, width, SIZE.tick);
  return {
    kind: 'text',
    text: cut,
    ink: 'muted',
    size: SIZE.tick,
    ...(cut === text ? {} : { tip: text }),
  } as const;
};

function columnLabel({ label: name }: Predicted, middle: number, { y, cell, upright, header }: Layout): Mark {
  if (upright) {
    return {
      ...label(name, header - HEADER),
      at: [middle + SIZE.tick * 0.35, y - 6],
      anchor: 'start',
      upright: true,
    };
  }
  return { ...label(name, cell.width - 4), at: [middle, y - 6], anchor: 'middle' };
}

/** What is written into all cells: as much as fits into each of them. */
type Written = 'nothing' | 'number' | 'share' | 'share and count';

function writtenIn({ cell }: Layout, counts: readonly number[]): Written {
  const fits = (text: string) => textWidth(text, SIZE.tick, true) <= cell.width - 4;
  if (cell.height < LOWEST_TEXT || !fits('100')) return 'nothing';
  if (!fits('>99%')) return 'number';
  const widest = countText(spanOf(counts)?.high ?? 0);
  return cell.height >= 2 * LINE && fits(widest) && fits('99.9') ? 'share and count' : 'share';
}

function cellMarks(
  box: Box,
  count: number,
  total: number,
  of: string,
  as: Predicted,
  written: Written,
  right: boolean,
): Mark[] {
  const share = total > 0 ? Math.min(1, count / total) : 0;
  const tip = `${of} predicted as ${as.label}: ${countText(count)} of ${countText(total)} rows${total > 0 ? `, ${percent(share)}` : ''}`;
  const gap = box.width > 8 && box.height > 8 ? 1 : 0;
  const square = { x: box.x, y: box.y, width: box.width - gap, height: box.height - gap };
  const ground = { kind: 'rect', ...square, fill: 'grid', opacity: 0.35 } as const;
  if (share === 0) return [{ ...ground, tip }];
  const marks: Mark[] = [
    ground,
    { kind: 'rect', ...square, fill: right ? RIGHT : WRONG, opacity: share, tip },
  ];
  const texts = {
    nothing: [],
    number: [percent(share).replace('%', '')],
    share: [percent(share)],
    'share and count': [percent(share), countText(count)],
  }[written];
  const ink: Ink = share >= FULL ? 'surface' : 'text';
  const middle = box.y + box.height / 2 + SIZE.tick * 0.35 - ((texts.length - 1) * LINE) / 2;
  texts.forEach((text, i) => {
    const at = [box.x + (box.width - gap) / 2, middle + i * LINE] as const;
    marks.push({
      kind: 'text',
      at,
      text,
      ink,
      size: SIZE.tick,
      anchor: 'middle',
      bold: i === 0 && texts.length > 1,
    });
  });
  return marks;
}

/** Whole where they are many; a mean over replicates may be no whole number. */
function countText(count: number): string {
  return count >= 100 || Number.isInteger(count) ? grouped(Math.round(count)) : count.toFixed(1);
}

/** A share that is not all and not nothing is not written as one. */
function percent(share: number): string {
  if (share > 0 && share < 0.005) return '<1%';
  if (share < 1 && share >= 0.995) return '>99%';
  return `${(100 * share).toFixed(0)}%`;
}

function recallMarks({ recall }: ConfusionData, shown: readonly number[], layout: Layout): Mark[] {
  const { y, cell, plot, text, recall: x } = layout;
  const textAt = x + (plot > 0 ? plot + BESIDE : 0);
  const across = (value: number) => x + Math.min(Math.max(value, 0), 1) * plot;
  const marks: Mark[] = [
    {
      ...label(plot > 0 ? 'recall, from 0 to 1' : 'recall', plot + text.width),
      ink: 'text',
      at: [plot > 0 ? x : textAt, y - 6],
    },
  ];
  if (plot > 0) {
    for (const value of [0, 0.5, 1]) {
      const through = [
        [across(value), y],
        [across(value), y + cell.height * shown.length],
      ] as const;
      marks.push({ kind: 'line', through, stroke: 'grid', width: 1 });
    }
  }
  shown.forEach((of, row) => {
    const { mean, half } = recall[of] ?? { mean: null, half: null };
    const middle = y + (row + 0.5) * cell.height;
    if (plot > 0 && isDrawable(mean)) {
      if (isDrawable(half)) {
        const through = [
          [across(mean - half), middle],
          [across(mean + half), middle],
        ] as const;
        marks.push({ kind: 'line', through, stroke: RIGHT, width: 2 });
      }
      marks.push({
        kind: 'point',
        at: [across(mean), middle],
        radius: 3,
        fill: RIGHT,
        tip: `Recall ${estimateText(mean, half)}`,
      });
    }
    const written = text.interval ? estimateText(mean, half) : isDrawable(mean) ? mean.toFixed(2) : '–';
    marks.push({ ...label(written, text.width), ink: 'text', at: [textAt, middle + SIZE.tick * 0.35] });
  });
  return marks;
}

function described({ classes, counts, recall, replicates, split }: ConfusionData): string {
  const rows = sum(counts.map(sum));
  const found = sum(classes.map((_, i) => counts[i]?.[i] ?? 0));
  const known = classes
    .map((name, i) => ({ name, ...(recall[i] ?? { mean: null, half: null }) }))
    .filter((one): one is typeof one & { mean: number } => isDrawable(one.mean))
    .toSorted((a, b) => a.mean - b.mean);
  const ends = [known[0], known.length > 1 ? known.at(-1) : undefined].filter((one) => one !== undefined);
  return [
    `Of ${countText(rows)} ${split} rows, mean over ${plural(replicates, 'replicate')}, ${percent(rows > 0 ? found / rows : 0)} are predicted as their class.`,
    ...ends.map(
      (one, i) =>
        `The ${i === 0 ? 'lowest' : 'highest'} recall is ${estimateText(one.mean, one.half)}, of ${one.name}.`,
    ),
  ].join(' ');
}
