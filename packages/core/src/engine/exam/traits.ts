import { expect, it } from 'vitest';
import { formatEngineId, parseEngineId } from '../id.ts';
import { classifierCase, vaeCase } from './cases.ts';
import type { Tolerance } from './close.ts';
import type { Engines } from './vae.ts';

/** What an engine says of itself: others decide by it. */
export function examineTraits(engines: () => Engines, tolerance: Tolerance): void {
  it('has an id that comes back from its text', () => {
    const { id } = engines().engine;
    expect(parseEngineId(formatEngineId(id))).toEqual(id);
  });

  it('says what cohorts it trains, and gains nothing by wider ones', () => {
    const { fuses, pays } = engines().engine.traits;
    expect(pays.from).toBeGreaterThanOrEqual(1);
    expect(pays.to).toBeGreaterThanOrEqual(pays.from);
    expect(fuses).toBeGreaterThanOrEqual(pays.to);
  });

  it('is exact where a lane has the same bits alone and beside others', () => {
    expect(engines().engine.traits.exact).toBe(tolerance.lanes === undefined);
  });

  it('supports the small networks that it is examined with', () => {
    const { engine } = engines();
    for (const { shape } of [vaeCase({ title: 'small' }), classifierCase({ title: 'small' })]) {
      expect(engine.supports(shape.network)).toBeNull();
    }
  });
}
