import { grouped, measureNamed, plural } from '@latentsweep/core';
import type { Drawn } from './data.ts';
import type { Frame, Mark } from './drawing.ts';
import { type ColourBar, colourBarAt, type LegendEntry, legendAt } from './legend.ts';
import type { Box } from './panel.ts';
import { LINE, SIZE, wrapped } from './text-width.ts';

/** What stands around every figure: its title, what it is drawn of, the legend above, what is worth knowing below. */
export interface Sheet {
  readonly marks: readonly Mark[];
  /** What is left for the figure. */
  readonly body: Box;
}

const EDGE = 8;

export function sheetOf(
  data: Drawn,
  frame: Frame,
  {
    title,
    legend = [],
    bar,
    notes: own = [],
  }: {
    readonly title: string;
    readonly legend?: readonly LegendEntry[];
    readonly bar?: ColourBar | undefined;
    /** Beside those of the data. */
    readonly notes?: readonly string[];
  },
): Sheet {
  const width = Math.max(1, frame.width - 2 * EDGE);
  // A figure that is hardly higher than its captions is drawn without most of them.
  const room = Math.max(0, Math.floor((frame.height * 0.3) / LINE));
  let y = EDGE;
  const marks: Mark[] = [];
  for (const text of wrapped(title, width, SIZE.title, room > 3 ? 2 : 1, true)) {
    const at = [EDGE, y + SIZE.title] as const;
    marks.push({ kind: 'text', at, text, ink: 'text', size: SIZE.title, bold: true });
    y += LINE + 2;
  }
  y += 2;
  for (const line of wrapped(drawnOf(data), width, SIZE.text, Math.max(1, Math.min(2, room)))) {
    marks.push({ kind: 'text', at: [EDGE, y + SIZE.text], text: line, ink: 'muted', size: SIZE.text });
    y += LINE;
  }
  y += 4;
  const keys = legendAt(legend, { x: EDGE, y, width });
  if (keys.height > 0 && keys.height <= frame.height * 0.3) {
    marks.push(...keys.marks);
    y += keys.height + 4;
  }
  if (bar) {
    marks.push(...colourBarAt(bar, { x: EDGE, y, width }));
    y += LINE + 4;
  }
  const notes = [...own, ...data.notes]
    .flatMap((note) => wrapped(note, width, SIZE.tick, 3))
    .slice(0, Math.max(0, Math.min(5, room - 1)));
  const bottom = frame.height - EDGE - notes.length * LINE;
  notes.forEach((text, i) => {
    marks.push({
      kind: 'text',
      at: [EDGE, bottom + i * LINE + SIZE.text],
      text,
      ink: 'muted',
      size: SIZE.tick,
    });
  });
  return { marks, body: { x: EDGE, y, width, height: Math.max(1, bottom - y) } };
}

/** `deck-mixing · a sample of 2,000 of 100,000 configs · where arm = 'none'`. */
function drawnOf({ sweep, sample: { shown, of, estimated, what }, where }: Drawn): string {
  const counted =
    shown < of
      ? `a sample of ${grouped(shown)} of ${estimated ? `about ${grouped(Number(of.toPrecision(2)))}` : grouped(of)} ${what}`
      : countedOf(of, what);
  return [sweep, counted, ...(where === null ? [] : [`where ${where}`])].join(' · ');
}

const countedOf = (n: number, what: string) => `${grouped(n)} ${n === 1 ? what.replace(/s$/, '') : what}`;

/** A measure as an axis names it, with its unit where it has one: `test_log_loss (nats)`. */
export function measureTitle(by: string): string {
  const unit = measureNamed.get(by)?.unit;
  return unit ? `${by} (${unit})` : by;
}

/** What is said where values lie beyond the axis. */
export function beyondNote(beyond: number, what: string): string[] {
  if (beyond === 0) return [];
  return [`${plural(beyond, what)} far from the others ${beyond === 1 ? 'is' : 'are'} drawn at the edge.`];
}
