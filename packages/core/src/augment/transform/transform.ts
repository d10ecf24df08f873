import { readRow, rowsFrom } from '../../dataset/rows.ts';
import { choice, number } from '../../parameter/domain.ts';
import { Purpose, Stream } from '../../random/stream.ts';
import { type ArmSettings, fixedArm, oversampledRows } from '../arm.ts';
import { balancedRows } from '../sizes.ts';
import { type Warp, warp } from './warp.ts';

const FLIPS = ['none', 'horizontal', 'vertical', 'both'] as const;

const TRANSFORM = [
  choice('transform.flip', FLIPS, 'In which directions half of the images are mirrored.'),
  number(
    'transform.shift',
    { minimum: 0, maximum: 1, default: 0.1 },
    'Images are moved by up to so much of their height and width, either way.',
  ),
  number(
    'transform.rotate',
    { minimum: 0, maximum: 0.5, default: 0.03 },
    'Images are turned by up to so much of a whole turn, either way: 0.1 is 36 degrees.',
  ),
  number(
    'transform.zoom',
    { minimum: 0, exclusiveMaximum: 1, default: 0.1 },
    'Images are made larger or smaller by up to so much: 0.1 is from 0.9 to 1.1.',
  ),
  number(
    'transform.contrast',
    { minimum: 0, maximum: 1, default: 0 },
    'Differences of a pixel to the mean are stretched or pressed by up to so much: 0.2 is from 0.8 to 1.2.',
  ),
] as const;

type Settings = ArmSettings<(typeof TRANSFORM)[number]>;

/** What Chollet's network for pictures is shown: never the same image twice. */
export const transform = fixedArm({
  name: 'transform',
  kind: 'fixed',
  images: true,
  description:
    'the rows of `oversample`, each an image that is mirrored, moved, turned, zoomed and changed in contrast by chance, anew in each epoch (`transform.*`)',
  uses: TRANSFORM,
  plan(context) {
    const { dataset, config, seed } = context;
    const { shape, features: size, train } = dataset;
    if (!shape) throw new TypeError('transform is for images, and these data have no shape');
    const rows = oversampledRows(context);
    const labels = Uint8Array.from(rows, (row) => train.labels[row]!);
    const set = { order: rowsFrom(train.count, rows.length), weights: null };
    const image = new Float32Array(size);
    return {
      kind: 'renewed',
      count: rows.length,
      of: (epoch) => ({
        set,
        labels,
        write(i, into) {
          readRow(train, size, rows[i]!, image);
          warp(shape, drawWarp(config, new Stream(seed, Purpose.transform, epoch, i)), image, into);
        },
      }),
    };
  },
  passRows: balancedRows,
});

/** All is drawn whatever the ranges are: an image of a wider one is turned the same way, only further. */
function drawWarp(config: Settings, stream: Stream): Warp {
  const flip = config['transform.flip'];
  const half = (wanted: boolean) => stream.uniform() < 0.5 && wanted;
  const within = (most: number) => most * (2 * stream.uniform() - 1);
  return {
    mirrored: {
      across: half(flip === 'horizontal' || flip === 'both'),
      down: half(flip === 'vertical' || flip === 'both'),
    },
    shift: { down: within(config['transform.shift']), across: within(config['transform.shift']) },
    rotation: within(config['transform.rotate']),
    zoom: 1 + within(config['transform.zoom']),
    contrast: 1 + within(config['transform.contrast']),
  };
}
