import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freeSlug } from './slug.ts';

test('a slug is legal, new, and stays as it is when slugged again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(12), (name, times) => {
      const taken = new Set<string>();
      for (let i = 0; i <= times; i++) {
        const slug = freeSlug(name, taken);
        expect(slug).toMatch(/^[a-z0-9_]{1,40}$/);
        expect(taken.has(slug)).toBe(false);
        taken.add(slug);
      }
      const first = freeSlug(name, new Set());
      expect(freeSlug(first, new Set())).toBe(first);
    }),
  );
});
