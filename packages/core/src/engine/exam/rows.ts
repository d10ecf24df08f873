import { expect, it } from 'vitest';
import { classifierCase, vaeCase } from './cases.ts';
import { expectSameBits, present } from './close.ts';
import { fitInput, loadSources } from './feed.ts';
import type { Engines } from './vae.ts';

export function examineRows(engines: () => Engines): void {
  it('reads back the rows that were written, bit by bit', async () => {
    const rows = engines().engine.rows(7, 3);
    const first = Float32Array.of(0, -0, 1e-45, 1e-38, 3e38, -0.1);
    rows.write(0, first, Uint8Array.of(0, 1));
    rows.write(5, Float32Array.of(1, 2, 3, 4, 5, 6), Uint8Array.of(2, 255));
    expect([rows.capacity, rows.columns]).toEqual([7, 3]);
    expectSameBits(await rows.read(0, 2), first, 'feature');
    expectSameBits(await rows.read(5, 2), [1, 2, 3, 4, 5, 6], 'feature');
    expectSameBits(await rows.read(1, 0), [], 'feature');
    rows.write(1, Float32Array.of(7, 8, 9), Uint8Array.of(0));
    expectSameBits(await rows.read(0, 2), [0, -0, Math.fround(1e-45), 7, 8, 9], 'feature');
    rows.free();
  });

  it('takes rows of bytes for the floats that they are', async () => {
    const { engine } = engines();
    const shares = (bytes: readonly number[], white: number) =>
      Float32Array.from(bytes, (byte) => byte / white);
    for (const [white, columns] of [
      [255, 3],
      [16, 16],
      [1, 35],
    ] as const) {
      const bytes = Array.from({ length: 4 * columns }, (_, i) => (i * 37 + (i >> 3)) % (white + 1));
      const rows = engine.rows(5, columns, white);
      rows.write(1, shares(bytes, white), Uint8Array.of(0, 1, 2, 1));
      expectSameBits(await rows.read(1, 4), shares(bytes, white), 'feature');
      expectSameBits(await rows.read(3, 1), shares(bytes.slice(2 * columns, 3 * columns), white), 'feature');
      expect(() => rows.write(3, new Float32Array(3 * columns), new Uint8Array(3))).toThrow();
      rows.free();
    }
  });

  it('copies rows in and out', async () => {
    const rows = engines().engine.rows(2, 2);
    const features = Float32Array.of(1, 2, 3, 4);
    rows.write(0, features, Uint8Array.of(0, 1));
    features.fill(9);
    const read = await rows.read(0, 2);
    read.fill(8);
    expectSameBits(await rows.read(0, 2), [1, 2, 3, 4], 'feature');
    rows.free();
  });

  it('refuses rows that do not fit', () => {
    const rows = engines().engine.rows(2, 2);
    expect(() => rows.write(1, new Float32Array(4), new Uint8Array(2))).toThrow();
    expect(() => rows.write(0, new Float32Array(3), new Uint8Array(1))).toThrow();
    rows.free();
  });

  it('generates into a part of a block and leaves the rest of it alone', async () => {
    const { engine } = engines();
    const { shape, lane, feed } = vaeCase({ title: 'generate', sizes: [5], batchSize: 4 });
    const cohort = await engine.vae(shape, [lane]);
    const into = engine.rows(9, feed.columns);
    into.write(0, new Float32Array(9 * feed.columns).fill(-1), new Uint8Array(9));
    const sources = loadSources(engine, feed);
    await cohort.generate([{ sources, order: feed.order, round: 0, into, at: 3 }]);
    const values = [...(await into.read(0, 9))];
    const outside = [...values.slice(0, 3 * feed.columns), ...values.slice(8 * feed.columns)];
    expect(outside.every((value) => value === -1)).toBe(true);
    expect(values.slice(3 * feed.columns, 8 * feed.columns).every((value) => value > 0 && value < 1)).toBe(
      true,
    );
  });

  it('changes neither the order nor the weights nor the rows it trains on', async () => {
    const { engine } = engines();
    const given = vaeCase({ title: 'order', sizes: [20], multiset: true, weighted: true });
    const { shape, lane, feed } = given;
    const sources = loadSources(engine, feed);
    const order = feed.order.slice();
    const weights = feed.weights?.slice();
    const before = await sources[0]!.read(0, 20);
    const cohort = await engine.vae(shape, [lane]);
    await cohort.fit([{ ...fitInput(sources, feed), passes: 3 }]);
    expect(feed.order).toEqual(order);
    expect(feed.weights).toEqual(weights);
    expectSameBits(await sources[0]!.read(0, 20), before, 'feature');
  });

  it('does nothing for no rows or no passes, and has no losses to tell', async () => {
    const { engine } = engines();
    const { shape, lane, feed } = vaeCase({ title: 'none' });
    const cohort = await engine.vae(shape, [lane]);
    const sources = loadSources(engine, feed);
    const noRows = { ...fitInput(sources, feed, 0, 2), order: new Uint32Array(0) };
    const noPasses = fitInput(sources, feed, 0, 0);
    const noLosses = (losses: object | null | undefined) => {
      for (const [name, value] of Object.entries(present(losses))) expect(value, name).toBeNaN();
    };
    // Losses of an earlier call must not come back.
    await cohort.evaluate([{ source: sources[0]!, count: 5, round: 0 }]);
    for (const input of [noRows, noPasses]) noLosses((await cohort.fit([input]))[0]);
    const evaluated = present((await cohort.evaluate([{ source: sources[0]!, count: 0, round: 0 }]))[0]);
    noLosses({ ...evaluated, klPerLatent: evaluated.klPerLatent[0] });
    expectSameBits(await cohort.parameters(0), lane.parameters, 'parameter');
    const made = await cohort.generate([{ ...noRows, into: sources[0]!, at: 0 }]);
    expectSameBits(present(made[0]), [], 'probability');

    const classifier = classifierCase({ title: 'none' });
    const fitting = await engine.classifier(classifier.shape, [classifier.lane]);
    for (const input of [noRows, noPasses]) noLosses((await fitting.fit([input]))[0]);
    expectSameBits(await fitting.parameters(0), classifier.lane.parameters, 'parameter');
    await fitting.fit([fitInput(sources, feed)]);
    noLosses((await fitting.fit([noPasses]))[0]);
    const predicted = await fitting.predict([{ source: sources[0]!, count: 0 }]);
    expectSameBits(present(predicted[0]), [], 'probability');
  });
}
