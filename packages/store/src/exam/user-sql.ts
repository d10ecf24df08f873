import { expect, test } from 'vitest';
import { TRIALS_OF_DIFFERING_DEVICES } from '../cluster/differing-devices.ts';
import type { Store } from '../port.ts';
import { completed, filledSweep, LEASE_MS, OWNER, ownedSweep, sampleTrials } from './samples.ts';

/** `query`: one read-only statement with a limit of time and rows. */
export function examineUserSql(opened: () => Store): void {
  test('a query returns columns and rows', async () => {
    const table = await opened().query(`select 1::bigint as a, 2.5::numeric as b, 'x' as a, null as d;`);
    expect(table).toEqual({ columns: ['a', 'b', 'a', 'd'], rows: [[1, 2.5, 'x', null]] });
    expect((await opened().query('-- why\n  (values (1), (2), (3))', { limit: 2 })).rows).toEqual([[1], [2]]);
    expect((await opened().query('show transaction_read_only')).rows).toEqual([['on']]);
    expect((await opened().query('explain select 1', { limit: 1 })).rows).toHaveLength(1);
  });

  test('each sweep has a view with a typed column a parameter', async () => {
    const sweep = await filledSweep(opened(), 4, 1);
    const { rows } = await opened().query(
      `select latent_size + 1, loss_weights_kl * 2, hidden_sizes -> 0, state, replicate, test_accuracy
       from sweep_${sweep.slug} where arm = 'vae_mixing' order by latent_size`,
    );
    expect(rows).toEqual([1, 2, 3].map((i) => [i + 1, i / 4, i, 'completed', 0, i / 100]));
  });

  test('of devices that were seen to differ it has all trials, whichever of two results came first', async () => {
    const sweep = await ownedSweep(opened());
    await opened().expand(sweep.id, sampleTrials(5, 1), null, true, OWNER);
    const trials = await opened().claim(sweep.id, 9, OWNER, LEASE_MS);
    const by = (place: number, device: string | null, value = 0.5) => ({
      ...completed(trials[place]!, value),
      worker: device ?? 'cpu',
      ...(device === null ? {} : { ran: { engine: 'card@1', device } }),
    });
    await opened().record([by(0, 'Early'), by(1, 'Early'), by(2, null), by(3, 'Late'), by(4, 'Sound')]);
    const { conflicts } = await opened().record([by(0, null, 0.7), by(2, 'Late', 0.7)]);
    expect(conflicts).toEqual([trials[0]!.id, trials[2]!.id]);
    const ofThese = `select device from (${TRIALS_OF_DIFFERING_DEVICES}) found
      where trial_id in (${trials.map(({ id }) => id)}) order by trial_id`;
    expect((await opened().query(ofThese)).rows).toEqual([['Early'], ['Early'], ['Late']]);
  });

  test('nothing but one query gets through', async () => {
    const sweep = await filledSweep(opened(), 1, 1);
    for (const text of [
      'delete from sweeps',
      'with gone as (delete from sweeps returning 1) select * from gone',
      'select 1; delete from sweeps',
      'commit',
      'set transaction read write',
      `copy sweeps to '/tmp/x'`,
      'explain analyze delete from sweeps',
      'selec 1',
      '',
      'select * from nowhere',
      `select nextval('sweeps_id_seq')`,
    ]) {
      await expect(opened().query(text), text).rejects.toMatchObject({ code: 'bad_sql' });
    }
    expect((await opened().sweep(sweep.id)).id).toBe(sweep.id);
  });

  test.each([
    ['select * from sweeps where name = foo', "Text stands in single quotes: name = 'foo'."],
    ['select count(*) from sweeps where loss_weights.kl > 1', 'underscores where parameters have dots'],
  ])('what is wrong with %s', async (text, hint) => {
    await expect(opened().query(text)).rejects.toMatchObject({
      code: 'bad_sql',
      hint: expect.stringContaining(hint),
    });
  });

  test('settings end with the query', async () => {
    await opened().query(`select set_config('search_path', 'pg_catalog', false)`);
    const paths = await Promise.all(Array.from({ length: 6 }, () => opened().query('show search_path')));
    for (const { rows } of paths) expect(rows[0]![0]).not.toBe('pg_catalog');
  });

  test('a slow query is stopped, and others go on', async () => {
    const slow = opened().query('select count(*) from generate_series(1, 1000000000)', { timeoutMs: 300 });
    await expect(slow).rejects.toMatchObject({ code: 'sql_timeout' });
    const asleep = opened().query('select pg_sleep(60)', { timeoutMs: 200 });
    await expect(asleep).rejects.toMatchObject({ code: 'sql_timeout' });
    expect((await opened().query('select 7')).rows).toEqual([[7]]);
    expect(await opened().listSweeps()).toBeInstanceOf(Array);
  });
}
