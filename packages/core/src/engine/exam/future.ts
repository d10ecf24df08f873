import { describe, expect, it } from 'vitest';
import { vaeParts } from '../../model/parts.ts';
import { FUTURE_CASES } from './cases.ts';
import type { Tolerance } from './close.ts';
import { expectGradientClose, vaeGradient } from './probe.ts';
import type { Engines } from './vae.ts';

/** What sweeps don't ask for yet: an engine trains it as the reference does, or says in words that it can't. */
export function examineFuture(engines: () => Engines, tolerance: Tolerance): void {
  describe.each(FUTURE_CASES)('a VAE with $title', (given) => {
    const { shape, lane } = given;

    it('has the gradient of the reference, or is refused in words', async () => {
      const { engine, reference } = engines();
      const refusal = await refusalOf(async () => (await engine.vae(shape, [lane])).free());
      if (refusal !== null) {
        expect(refusal).toMatchObject({
          name: 'TypeError',
          message: `this engine ${engine.supports(shape.network)}`,
        });
        return;
      }
      expect(engine.supports(shape.network)).toBeNull();
      const actual = await vaeGradient(engine, given);
      const expected = await vaeGradient(reference, given);
      expectGradientClose(vaeParts(shape.network).layers, actual, expected, tolerance.gradient);
    });
  });
}

async function refusalOf(attempt: () => Promise<void>): Promise<unknown> {
  try {
    await attempt();
    return null;
  } catch (error) {
    return error;
  }
}
