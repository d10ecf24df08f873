import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { InputError } from '@latentsweep/core';
import fc from 'fast-check';
import { encode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { withChannels } from './channels.ts';
import { decodePicture, decodersOf } from './decode.ts';
import { pictureNamed } from './fixtures.ts';
import { headOf, kindOf } from './head.ts';
import { LUMA, PICTURES, RESIZED } from './pillow.vectors.ts';
import { resized } from './resize.ts';

const bytesOf = (text: string) => [...Buffer.from(text, 'base64')];

async function refusal(bytes: Uint8Array): Promise<string> {
  try {
    await decodePicture('a.png', bytes);
  } catch (error) {
    if (error instanceof InputError) return `[${error.code}] ${error.message} ${error.hint}`;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('A picture', () => {
  test.each(PICTURES)(
    '$name has the pixels that Pillow finds in it',
    async ({ name, bytes, channels, pixels }) => {
      const data = Buffer.from(bytes, 'base64');
      const shown = name.startsWith('palette') ? 3 : channels;
      expect(headOf(data)).toEqual({
        ...{ kind: name.endsWith('png') ? 'png' : 'jpeg', height: 6, width: 9, channels: shown },
      });
      const picture = await decodePicture(name, data);
      expect(picture).toMatchObject({ height: 6, width: 9, channels, rounded: false });
      expect([...picture.pixels]).toEqual(bytesOf(pixels));
    },
  );

  test('of 16 bits is rounded to bytes', async () => {
    const { pixels, ...picture } = await decodePicture('a.png', pictureNamed('16 bits.png'));
    expect(picture).toEqual({ height: 6, width: 9, channels: 1, rounded: true });
    const wanted = Array.from({ length: 54 }, (_, i) =>
      Math.round(((i % 9) * 7000 + Math.floor(i / 9) * 300) / 257),
    );
    expect([...pixels]).toEqual(wanted);
  });

  test('in grey has the luma that Pillow has, and in colour each channel alike', async () => {
    const colour = await decodePicture('a.png', pictureNamed('colour.png'));
    const grey = withChannels(colour, 1);
    expect([...grey.pixels]).toEqual(bytesOf(LUMA));
    expect(withChannels(withChannels(grey, 3), 1)).toEqual(grey);
    expect(withChannels(grey, 1)).toBe(grey);
  });

  test.each(RESIZED)(
    'in the size $height x $width is within one of Pillow’s',
    async ({ height, width, pixels }) => {
      const colour = await decodePicture('a.png', pictureNamed('colour.png'));
      const made = resized(colour, height, width);
      expect(made).toMatchObject({ height, width, channels: 3 });
      const furthest = bytesOf(pixels).map((value, i) => Math.abs(value - made.pixels[i]!));
      // Pillow rounds between the two directions.
      expect(Math.max(...furthest)).toBeLessThanOrEqual(1);
    },
  );

  test('of one colour keeps it in every size', () => {
    fc.assert(
      fc.property(
        fc.nat(255),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 4, maxLength: 4 }),
        (value, sides) => {
          const [height, width, toHeight, toWidth] = sides as [number, number, number, number];
          const pixels = new Uint8Array(height * width).fill(value);
          const made = resized({ height, width, channels: 1, pixels, rounded: false }, toHeight, toWidth);
          expect(made.pixels).toHaveLength(toHeight * toWidth);
          expect(made.pixels.every((one) => one === value)).toBe(true);
        },
      ),
    );
  });

  test('of any PNG that is written has its pixels again', () => {
    const picture = fc.record({
      width: fc.integer({ min: 1, max: 9 }),
      height: fc.integer({ min: 1, max: 9 }),
      channels: fc.constantFrom(1, 3),
      seed: fc.nat(1000),
    });
    return fc.assert(
      fc.asyncProperty(picture, async ({ width, height, channels, seed }) => {
        const data = Uint8Array.from(
          { length: width * height * channels },
          (_, i) => (i * 37 + seed * 11) % 256,
        );
        const made = await decodePicture('a.png', encode({ width, height, channels, data }));
        expect([...made.pixels]).toEqual([...data]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('A picture that is none', () => {
  test.each(['transparent.png', 'transparent grey.png', 'one colour clear.png', 'palette with clear.png'])(
    'to be trusted, as %s, is refused',
    async (name) => {
      expect(await refusal(pictureNamed(name))).toMatch(
        /^\[transparent_image\] a\.png has an alpha channel, and \d+ of its 54 pixels are not opaque: what stands behind them is not said\. Put it on a background/,
      );
    },
  );

  test.each(['colour.png', 'grey.png', 'palette.png', 'colour.jpg', 'progressive.jpg', 'grey.jpg'])(
    'but the beginning of %s is refused wherever it ends',
    async (name) => {
      const whole = pictureNamed(name);
      for (const share of [0.05, 0.3, 0.6, 0.9]) {
        const cut = whole.subarray(0, Math.max(9, Math.floor(share * whole.length)));
        expect(await refusal(cut)).toMatch(
          /^\[broken_image\] a\.png is a broken (PNG|JPEG|picture): .+ Fetch or make it again/,
        );
      }
      // A decoder that found an error is no worse for it.
      expect(await decodePicture(name, whole)).toMatchObject({ height: 6, width: 9 });
    },
  );

  test('with a byte that was turned on the way is told by its checksum', async () => {
    const turned = pictureNamed('colour.png');
    turned[60]! ^= 1;
    expect(await refusal(turned)).toContain('[broken_image] a.png is a broken PNG: ');
  });

  test('of a print shop is refused', async () => {
    expect(await refusal(pictureNamed('cmyk.jpg'))).toContain('[broken_image] a.png is a broken JPEG: ');
  });

  test('of another format is refused', async () => {
    expect(kindOf(Buffer.from('GIF89a'))).toBe(null);
    expect(await refusal(Buffer.from('GIF89a'))).toContain('it has no head of a PNG or JPEG');
    expect(await refusal(new Uint8Array(0))).toContain('it has no head of a PNG or JPEG');
  });

  test('but noise behind a head is refused, never more', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (noise, png) => {
        const head = png ? [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10] : [0xff, 0xd8, 0xff];
        expect(await refusal(Uint8Array.from([...head, ...noise]))).toContain('[broken_image]');
      }),
      { numRuns: 60 },
    );
  });
});

test('The versions of decoders are those that are installed', () => {
  const installed = (name: string) => {
    const folder = createRequire(import.meta.url).resolve.paths(name)!;
    for (const one of folder) {
      try {
        return JSON.parse(readFileSync(`${one}/${name}/package.json`, 'utf8')).version as string;
      } catch {}
    }
    return 'none';
  };
  expect(decodersOf(new Set(['jpeg', 'png']))).toEqual([
    `fast-png ${installed('fast-png')}`,
    `@jsquash/jpeg ${installed('@jsquash/jpeg')}`,
  ]);
  expect(decodersOf(new Set(['png']))).toHaveLength(1);
});
