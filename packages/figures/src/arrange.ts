import { type Box, boxesIn } from './panel.ts';

const GAP = 16;

/**
 * Boxes for all of `n` panels, in as many columns as make them largest when a panel is best `aspect` times as wide as it
 * is high; fewer where they would be lower than `lowest` or narrower than `narrowest`.
 */
export function arranged(
  box: Box,
  n: number,
  {
    aspect,
    lowest,
    narrowest,
  }: { readonly aspect: number; readonly lowest: number; readonly narrowest: number },
): Box[] {
  const most = Math.max(1, Math.floor((box.width + GAP) / (narrowest + GAP)));
  let best: Box[] = [];
  let size = -1;
  for (let columns = 1; columns <= Math.min(n, most); columns++) {
    const boxes = boxesIn(box, n, {
      narrowest: (box.width - GAP * (columns - 1)) / columns,
      lowest,
      gap: GAP,
    });
    const area = Math.min(boxes[0]!.width / aspect, boxes[0]!.height) * Math.sqrt(boxes.length);
    if (area > size) [best, size] = [boxes, area];
  }
  return best;
}
