import type { Drawn } from './data.ts';
import type { Drawing, Frame, Mark } from './drawing.ts';
import { sheetOf } from './sheet.ts';
import { LINE, SIZE, wrapped } from './text-width.ts';

/** A figure with nothing in it: its title, and in the middle why, in a sentence. */
export function emptyDrawing(data: Drawn, frame: Frame, title: string, why: string): Drawing {
  const { marks, body } = sheetOf(data, frame, { title });
  const lines = wrapped(why, Math.min(body.width - 16, 420), SIZE.text, 4);
  const top = body.y + (body.height - lines.length * LINE) / 2;
  const said: Mark[] = lines.map((text, i) => ({
    kind: 'text',
    at: [body.x + body.width / 2, top + i * LINE + SIZE.text],
    text,
    ink: 'muted',
    size: SIZE.text,
    anchor: 'middle',
  }));
  return { ...frame, title, description: why, marks: [...marks, ...said], selectable: [] };
}
