import type { Conv } from '../../../model/layer/conv.ts';

/** A convolution's sizes: `from` is the image whose windows are taken, `to` has a pixel for each of them. */
type Windows = Pick<Conv, 'at' | 'from' | 'to' | 'window' | 'stride' | 'before'>;

/** Each product of a convolution: the places of a value of the image, of a weight and of the value that it goes to. */
export function eachProduct(
  { at, from, to, window: [rows, columns], stride, before: [above, left] }: Windows,
  take: (image: number, weight: number, out: number) => void,
): void {
  const [height, width, channels] = from;
  const [outHeight, outWidth, filters] = to;
  for (let r = 0; r < outHeight; r++) {
    for (let c = 0; c < outWidth; c++) {
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          const row = r * stride + i - above;
          const column = c * stride + j - left;
          if (row < 0 || row >= height || column < 0 || column >= width) continue;
          for (let k = 0; k < channels; k++) {
            const image = (row * width + column) * channels + k;
            const weight = at + ((i * columns + j) * channels + k) * filters;
            const out = (r * outWidth + c) * filters;
            for (let o = 0; o < filters; o++) take(image, weight + o, out + o);
          }
        }
      }
    }
  }
}
