import { printable } from '@latentsweep/core';
import type { Drawing, Ink, Mark, Place } from './drawing.ts';
import { colourOf, type Theme } from './palette.ts';
import type { Pixels } from './pixels.ts';
import { diamond } from './svg.ts';
import { SIZE } from './text-width.ts';

/** What is used of a canvas's context, a browser's or another's. */
export interface Context<Picture> {
  fillStyle: unknown;
  strokeStyle: unknown;
  globalAlpha: number;
  lineWidth: number;
  lineJoin: unknown;
  font: string;
  textAlign: unknown;
  beginPath(): void;
  closePath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  arc(x: number, y: number, radius: number, from: number, to: number): void;
  fill(): void;
  stroke(): void;
  rect(x: number, y: number, width: number, height: number): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  strokeRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number): void;
  imageSmoothingEnabled: boolean;
  drawImage(picture: Picture, x: number, y: number, width: number, height: number): void;
  setLineDash(lengths: number[]): void;
  save(): void;
  restore(): void;
  translate(x: number, y: number): void;
  rotate(angle: number): void;
}

/** All but pictures. */
type Shapes = Context<never>;

/** What a canvas has of its own. */
export interface Means<Picture> {
  /** The family of letters. */
  readonly font: string;
  readonly pictureOf: (pixels: Pixels) => Picture;
}

/** Paints a drawing and its surface, a pixel of it on a unit of the context. */
export function paintOn<Picture>(
  context: Context<Picture>,
  drawing: Drawing,
  theme: Theme,
  means: Means<Picture>,
): void {
  const colour = (ink: Ink) => colourOf(ink, theme);
  context.lineJoin = 'round';
  context.imageSmoothingEnabled = false;
  context.fillStyle = colour('surface');
  context.fillRect(0, 0, drawing.width, drawing.height);
  for (const mark of drawing.marks) {
    context.globalAlpha = mark.opacity ?? 1;
    paintMark(context, mark, colour, means);
  }
  context.globalAlpha = 1;
}

function paintMark<Picture>(
  context: Context<Picture>,
  mark: Mark,
  colour: (ink: Ink) => string,
  { font, pictureOf }: Means<Picture>,
): void {
  switch (mark.kind) {
    case 'rect':
      context.fillStyle = colour(mark.fill);
      context.fillRect(mark.x, mark.y, mark.width, mark.height);
      if (mark.stroke !== undefined) {
        context.strokeStyle = colour(mark.stroke);
        context.lineWidth = 1;
        context.strokeRect(mark.x, mark.y, mark.width, mark.height);
      }
      return;
    case 'line':
      context.strokeStyle = colour(mark.stroke);
      context.lineWidth = mark.width ?? 1;
      context.setLineDash(mark.dashed ? [5, 4] : []);
      context.beginPath();
      trace(context, mark.through);
      context.stroke();
      context.setLineDash([]);
      return;
    case 'area':
      context.fillStyle = colour(mark.fill);
      context.beginPath();
      trace(context, mark.around);
      context.closePath();
      context.fill();
      return;
    case 'point':
      context.fillStyle = colour(mark.fill);
      paintPoint(context, mark);
      return;
    case 'image':
      context.drawImage(pictureOf(mark.pixels), mark.x, mark.y, mark.width, mark.height);
      return;
    case 'text':
      context.fillStyle = colour(mark.ink);
      context.font = `${mark.bold ? 'bold ' : ''}${mark.size ?? SIZE.text}px ${font}`;
      context.textAlign = mark.anchor === 'middle' ? 'center' : (mark.anchor ?? 'start');
      paintText(context, mark);
  }
}

function paintPoint(context: Shapes, { at: [x, y], radius, shape }: Extract<Mark, { kind: 'point' }>): void {
  context.beginPath();
  if (shape === 'square') context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
  else if (shape === 'diamond') trace(context, diamond(x, y, radius));
  else context.arc(x, y, radius, 0, 2 * Math.PI);
  context.closePath();
  context.fill();
}

function paintText(context: Shapes, { at: [x, y], text, upright }: Extract<Mark, { kind: 'text' }>): void {
  context.save();
  context.translate(x, y);
  if (upright) context.rotate(-Math.PI / 2);
  context.fillText(printable(text), 0, 0);
  context.restore();
}

function trace(context: Shapes, through: readonly (Place | null)[]): void {
  let down = false;
  for (const place of through) {
    if (place && down) context.lineTo(place[0], place[1]);
    else if (place) context.moveTo(place[0], place[1]);
    down = place !== null;
  }
}
