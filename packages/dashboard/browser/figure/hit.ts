/** What lies under the pointer in a drawing, and what a drag over one of its axes chooses. Places are pixels of the drawing. */

import type { Drawing, Mark, Place, Selectable } from '@latentsweep/figures';
import type { Chosen } from '../condition.ts';

/** Fingers and eyes are that exact. */
const REACH = 8;

/** The mark that is pointed at, among those that tell something or lead somewhere; the nearest, then the topmost. */
export function markAt({ marks }: Pick<Drawing, 'marks'>, [x, y]: Place): Mark | null {
  let nearest: Mark | null = null;
  let least = REACH;
  for (const mark of marks) {
    if (mark.tip === undefined && mark.leadsTo === undefined) continue;
    const far = distance(mark, x, y);
    if (far > least) continue;
    nearest = mark;
    least = far;
  }
  return nearest;
}

/** Where a mark is pointed at. */
export function placeOf(mark: Mark): Place {
  switch (mark.kind) {
    case 'point':
    case 'text':
      return mark.at;
    case 'rect':
    case 'image':
      return [mark.x + mark.width / 2, mark.y + mark.height / 2];
    case 'line': {
      const places = mark.through.filter((place) => place !== null);
      return places[places.length >> 1] ?? [0, 0];
    }
    case 'area':
      return mark.around[mark.around.length >> 2] ?? [0, 0];
  }
}

function distance(mark: Mark, x: number, y: number): number {
  switch (mark.kind) {
    case 'point':
      return Math.max(0, Math.hypot(x - mark.at[0], y - mark.at[1]) - mark.radius);
    case 'rect':
    case 'image': {
      const dx = Math.max(mark.x - x, 0, x - mark.x - mark.width);
      const dy = Math.max(mark.y - y, 0, y - mark.y - mark.height);
      return Math.hypot(dx, dy);
    }
    case 'text':
      return Math.hypot(x - mark.at[0], y - mark.at[1]);
    case 'line':
      return mark.through.reduce((least, place, i) => {
        const before = i === 0 ? null : mark.through[i - 1]!;
        if (place === null) return least;
        return Math.min(
          least,
          before === null ? Math.hypot(x - place[0], y - place[1]) : toSegment(before, place, x, y),
        );
      }, Number.POSITIVE_INFINITY);
    case 'area':
      return isInside(mark.around, x, y) ? 0 : Number.POSITIVE_INFINITY;
  }
}

function toSegment([ax, ay]: Place, [bx, by]: Place, x: number, y: number): number {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const along = length === 0 ? 0 : ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length;
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
}

/** Even-odd rule. */
function isInside(around: readonly Place[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = around.length - 1; i < around.length; j = i++) {
    const [ax, ay] = around[i]!;
    const [bx, by] = around[j]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** The axes on which a drag may begin here. */
export const selectablesAt = ({ selectable }: Pick<Drawing, 'selectable'>, [x, y]: Place): Selectable[] =>
  selectable.filter((s) => x >= s.x && x <= s.x + s.width && y >= s.y && y <= s.y + s.height);

/** The axis along which the pointer was drawn; null: too short a way to mean one. */
export function draggedAlong(axes: readonly Selectable[], from: Place, to: Place): Selectable | null {
  const dx = Math.abs(to[0] - from[0]);
  const dy = Math.abs(to[1] - from[1]);
  if (Math.max(dx, dy) < 5) return null;
  const along = dx >= dy ? 'x' : 'y';
  return axes.find((axis) => axis.along === along) ?? axes[0] ?? null;
}

/** What lies between two places on an axis; null: a span without length. */
export function chosenOn(axis: Selectable, from: Place, to: Place): Chosen | null {
  const [a, b] = [shareOf(axis, from), shareOf(axis, to)].toSorted((p, q) => p - q) as [number, number];
  const { scale, column } = axis;
  if (scale.kind === 'choices') {
    const n = scale.choices.length;
    const part = (share: number) => Math.min(n - 1, Math.floor(share * n));
    return n === 0 ? null : { column, choices: scale.choices.slice(part(a), part(b) + 1) };
  }
  if (a === b) return null;
  const pixels = axis.along === 'x' ? axis.width : axis.height;
  const valueAt = (share: number) =>
    scale.kind === 'linear'
      ? scale.from + share * (scale.to - scale.from)
      : scale.from * (scale.to / scale.from) ** share;
  const pixelAt = (share: number) => Math.abs(valueAt(share + 1 / pixels) - valueAt(share));
  return { column, from: valueAt(a), to: valueAt(b), pixel: [pixelAt(a), pixelAt(b)] };
}

/** From 0 at the left or lower end to 1. */
function shareOf(axis: Selectable, [x, y]: Place): number {
  const share = axis.along === 'x' ? (x - axis.x) / axis.width : 1 - (y - axis.y) / axis.height;
  return Math.min(1, Math.max(0, share));
}

/** The rectangle over what was chosen so far. */
export function spanOver(axis: Selectable, from: Place, to: Place) {
  const at = axis.along === 'x' ? 0 : 1;
  const start = at === 0 ? axis.x : axis.y;
  const end = start + (at === 0 ? axis.width : axis.height);
  const low = Math.max(start, Math.min(from[at], to[at]));
  const high = Math.min(end, Math.max(from[at], to[at]));
  const length = Math.max(0, high - low);
  return at === 0
    ? { x: low, y: axis.y, width: length, height: axis.height }
    : { x: axis.x, y: low, width: axis.width, height: length };
}
