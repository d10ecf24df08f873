import type { ImageShape } from './pack.ts';

/** What a pixel is called where it stands for a column: `p0_7`, row and column, and the channel of colours behind them. */
export function pixelNames([height, width, channels]: ImageShape): string[] {
  const names: string[] = [];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      for (let c = 0; c < channels; c++) names.push(`p${row}_${column}${channels === 1 ? '' : `_${c}`}`);
    }
  }
  return names;
}
