import { expect, it } from 'vitest';
import { vaeParts } from '../../model/parts.ts';
import { FUTURE_CASES, IMAGE_CASES, TABLE_CASES } from './cases.ts';
import type { Tolerance } from './close.ts';
import { expectGradientClose, vaeGradient } from './probe.ts';
import type { Engines } from './vae.ts';

const CASES = [...FUTURE_CASES, ...TABLE_CASES.map((given) => ({ ...given, refusal: /^(has|makes) no / }))];

/** What not every engine has: an engine trains it as the reference does, or says in words that it can't. */
export function examineFuture(engines: () => Engines, tolerance: Tolerance): void {
  it.each(CASES)('has the gradient of the reference of $title, or refuses it in words', async (given) => {
    const { engine, reference } = engines();
    const { shape, lane, refusal } = given;
    const why = engine.supports(shape.network);
    if (why !== null) {
      expect(why).toMatch(refusal);
      await expect(async () => engine.vae(shape, [lane])).rejects.toThrow(`this engine ${why}`);
      return;
    }
    const actual = await vaeGradient(engine, given);
    const expected = await vaeGradient(reference, given);
    expectGradientClose(vaeParts(shape.network).layers, actual, expected, tolerance.gradient);
  });

  it('trains a classifier of images, or refuses it in words', async () => {
    const { engine } = engines();
    const { shape, lane } = IMAGE_CASES[0]!;
    const why = engine.supports(shape.network);
    if (why === null) return;
    expect(why).toMatch(/^has layers of kind .*hidden\.0 \(conv\)/);
    await expect(async () => engine.classifier(shape, [lane])).rejects.toThrow(`this engine ${why}`);
  });
}
