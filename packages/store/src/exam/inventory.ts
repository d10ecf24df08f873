import { expect, test } from 'vitest';
import { parameterColumns } from '../columns.ts';
import type { Store } from '../port.ts';
import { filledSweep, ownedSweep } from './samples.ts';

/** What there is in the store, of which kinds. */
export function examineInventory(opened: () => Store): void {
  test('what the store holds grows with it', async () => {
    const before = await opened().inventory();
    await filledSweep(opened(), 2, 3);
    const { bytes, ...after } = await opened().inventory();
    expect(after).toEqual({ sweeps: before.sweeps + 1, trials: before.trials + 6, mayWrite: true });
    expect(bytes).toBeGreaterThan(0);
  });

  test('sweeps that stand as running are told, the newest first', async () => {
    const sweeps = [await ownedSweep(opened()), await ownedSweep(opened()), await ownedSweep(opened())];
    const [first, paused, last] = sweeps.map(({ id }) => id);
    await opened().setSweepState(paused!, 'paused');
    const running = await opened().runningSweeps();
    expect(running.slice(0, 2)).toEqual([last, first]);
    expect(running).not.toContain(paused);
  });

  test('every column of a sweep has a type', async () => {
    const sweep = await ownedSweep(opened());
    const types = await opened().columnTypes(sweep);
    const { columns } = await opened().trials(sweep, { after: 0, limit: 1 });
    expect([...types.keys()].toSorted()).toEqual(columns.toSorted());
    for (const { column, sqlType } of parameterColumns(sweep.parameters)) {
      expect(types.get(column)).toBe(sqlType);
    }
    expect(types.get('collapsed')).toBe('boolean');
    expect(types.get('finished_at')).toBe('timestamp with time zone');
  });
}
