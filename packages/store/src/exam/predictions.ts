import { expect, test } from 'vitest';
import type { Store } from '../port.ts';
import { filledSweep } from './samples.ts';

/** Bytes of every value, told apart by the first one. */
const bytesOf = (first: number, length = 1000) => Uint8Array.from({ length }, (_, i) => (first + i) % 256);

/** What is kept of trials that were trained again. */
export function examinePredictions(opened: () => Store): void {
  const idsOf = async (sweep: Awaited<ReturnType<typeof filledSweep>>) => {
    const { rows } = await opened().trials(sweep, { after: 0, limit: 100 });
    return rows.map((row) => row[0] as number);
  };

  test('are given back as they were given, the last ones of a trial', async () => {
    const [id, other] = await idsOf(await filledSweep(opened(), 1, 2));
    expect(await opened().keptPredictions(id!)).toBeNull();
    await opened().keepPredictions(id!, bytesOf(1));
    expect(await opened().keptPredictions(id!)).toEqual(bytesOf(1));
    await opened().keepPredictions(id!, bytesOf(2, 5000).subarray(1000, 3000));
    expect(await opened().keptPredictions(id!)).toEqual(bytesOf(2, 5000).slice(1000, 3000));
    expect(await opened().keptPredictions(other!)).toBeNull();
    await opened().predictionsAsked(other!);
    expect(await opened().keptPredictions(other!)).toBeNull();
  });

  test('take no more room than they may: those asked for longest ago go', async () => {
    const [a, b, c, d] = await idsOf(await filledSweep(opened(), 2, 2));
    const keep = (id: number, length: number) =>
      opened().keepPredictions(id, bytesOf(id, length), { mostBytes: 3000 });
    const kept = async () => {
      const found = await Promise.all([a, b, c, d].map((id) => opened().keptPredictions(id!)));
      return found.map((bytes) => bytes?.length ?? 0);
    };
    await keep(a!, 1000);
    await keep(b!, 1000);
    await keep(c!, 1000);
    expect(await kept()).toEqual([1000, 1000, 1000, 0]);
    await opened().predictionsAsked(a!);
    await keep(d!, 1000);
    expect(await kept()).toEqual([1000, 0, 1000, 1000]);
    await keep(b!, 3001);
    expect(await kept()).toEqual([1000, 0, 1000, 1000]);
    await keep(b!, 2500);
    expect(await kept()).toEqual([0, 2500, 0, 0]);
  });

  test('go with their sweep, and are kept of no trial that is gone', async () => {
    const [sweep, other] = [await filledSweep(opened(), 1, 1), await filledSweep(opened(), 1, 1)];
    const [[id], [stays]] = [await idsOf(sweep), await idsOf(other)];
    await opened().keepPredictions(id!, bytesOf(1));
    await opened().keepPredictions(stays!, bytesOf(2));
    await opened().removeSweep(sweep.id);
    expect(await opened().keptPredictions(id!)).toBeNull();
    await opened().keepPredictions(id!, bytesOf(1));
    expect(await opened().keptPredictions(id!)).toBeNull();
    expect(await opened().keptPredictions(stays!)).toEqual(bytesOf(2));
  });
}
