import type { ImageShape, Images } from './pack.ts';

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

/** Of a `ColumnDecoding`: features of an image are pixels again, whole numbers from 0 to the largest that there can be. */
export const pixelDecodings = ({ shape, max }: Pick<Images, 'shape' | 'max'>) =>
  pixelNames(shape).map(
    (name) =>
      ({
        ...{ kind: 'number', name, width: 1, missing: false },
        ...{ scale: { kind: 'minmax', low: 0, high: max }, decimals: 0, range: [0, max] },
      }) as const,
  );

/** Of a `PreparedColumn`: the same the other way. */
export const preparedPixels = ({ shape, max }: Pick<Images, 'shape' | 'max'>) =>
  pixelNames(shape).map(
    (name) =>
      ({
        ...{ kind: 'number', name, width: 1, missing: null, scale: { kind: 'minmax', low: 0, high: max } },
        imputed: 0,
      }) as const,
  );
