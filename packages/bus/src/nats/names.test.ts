import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consumerName, mayPull, namesFor, poolOf, poolOfConsumer, token } from './names.ts';

const text = fc.string({ unit: 'binary', maxLength: 12 });
const labels = fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }), { maxLength: 3 });

describe('Names on NATS', () => {
  it('make one token of any text, different for different texts', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(token(a)).toMatch(/^[A-Za-z0-9_=-]+$/);
        expect(token(a) === token(b)).toBe(Buffer.from(a).equals(Buffer.from(b)));
      }),
    );
  });

  it('leave a worker those pools all of whose labels it has', () => {
    fc.assert(
      fc.property(labels, labels, (requires, offered) => {
        const pool = poolOf(requires);
        const has = new Set(offered.map(token));
        expect(mayPull(pool, { labels: offered })).toBe(requires.every((label) => has.has(token(label))));
        expect(mayPull(pool, { labels: requires, among: offered })).toBe(
          requires.some((label) => has.has(token(label))),
        );
        expect(poolOf([...requires].reverse())).toBe(pool);
        expect(pool).toMatch(/^(any|\+[A-Za-z0-9_=+-]+)$/);
      }),
    );
  });

  it('tell pools apart that read alike', () => {
    expect(poolOf(['any'])).not.toBe(poolOf([]));
    expect(poolOf(['a', 'b'])).not.toBe(poolOf(['a+b']));
  });

  it('refuse more labels than fit', () => {
    expect(() => poolOf(['y'.repeat(300)])).toThrow('200 is the most');
  });

  it('give a pool another consumer in every stream, and find the pool in its name', () => {
    fc.assert(
      fc.property(labels, (requires) => {
        const pool = poolOf(requires);
        const [one, other] = ['2026-11-22T16:59:12.612584129Z', '2026-11-22T16:59:12.7Z'].map((created) =>
          consumerName(pool, created),
        );
        expect(one).not.toBe(other);
        expect(poolOfConsumer(one!)).toBe(pool);
      }),
    );
  });

  it('end the subject of a job with its id', () => {
    expect(namesFor('p').job(poolOf(['gpu']), '7.12.1')).toBe('p.jobs.+gpu.7.12.1');
  });
});
