import type { Drawn } from './data.ts';
import type { Frame, Mark } from './drawing.ts';
import { type LegendEntry, legendAt } from './legend.ts';
import type { Box } from './panel.ts';
import { sheetOf } from './sheet.ts';
import { LINE, SIZE, textWidth } from './text-width.ts';

/** A sheet whose legend is a list beside the plot, or above it where that is narrow. */
export interface ListedSheet {
  readonly marks: readonly Mark[];
  /** What is left for the plot. */
  readonly plot: Box;
  /** The list, from this height on; empty where it stands above. */
  list(top: number): readonly Mark[];
}

/** Wide enough for a list beside the plot. */
const ROOM_FOR_LIST = 460;
/** From the plot to the list, and what a key takes in it. */
const GAP = 12;
const KEY = 22;

/** `aspect`: of the plot, width to height, at most. */
export function sheetWithList(
  data: Drawn,
  frame: Frame,
  {
    title,
    notes,
    legend,
    aspect,
  }: {
    readonly title: string;
    readonly notes: readonly string[];
    readonly legend: readonly LegendEntry[];
    readonly aspect: number;
  },
): ListedSheet {
  const beside = frame.width >= ROOM_FOR_LIST;
  const { marks, body } = sheetOf(data, frame, { title, notes, legend: beside ? [] : legend });
  const widest = Math.max(0, ...legend.map(({ label }) => textWidth(label, SIZE.tick)));
  const list = beside ? Math.min(body.width * 0.5, widest + GAP + KEY) : 0;
  const width = Math.min(body.width - list, body.height * aspect);
  const x = body.x + width + GAP;
  return {
    marks,
    plot: { ...body, width },
    list: (top) =>
      beside ? listMarks(legend, { x, y: top, width: body.width - width - GAP, height: body.height }) : [],
  };
}

function listMarks(entries: readonly LegendEntry[], { x, y, width, height }: Box): Mark[] {
  return entries
    .slice(0, Math.max(1, Math.floor(height / LINE) - 1))
    .flatMap((entry, i) => legendAt([entry], { x, y: y + i * LINE, width }).marks);
}
