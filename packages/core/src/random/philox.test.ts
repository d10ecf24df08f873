import { describe, expect, it } from 'vitest';
import { philox } from './philox.ts';

type Four = [number, number, number, number];
const ONES = 0xffffffff;

/** Known answers of the Random123 library (tests/kat_vectors, philox4x32 10 rounds). */
const KNOWN: { counter: Four; key: [number, number]; block: Four }[] = [
  { counter: [0, 0, 0, 0], key: [0, 0], block: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
  {
    counter: [ONES, ONES, ONES, ONES],
    key: [ONES, ONES],
    block: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  },
  {
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0],
    block: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  },
];

describe('philox', () => {
  it.each(KNOWN)('has the known answer for counter $counter', ({ counter, key, block }) => {
    const out = new Uint32Array(4);
    philox(...counter, ...key, out);
    expect([...out]).toEqual(block);
  });

  it('is a bijection of counters, so that neighbours differ', () => {
    const seen = new Set<string>();
    const out = new Uint32Array(4);
    for (let word = 0; word < 4; word++) {
      for (let c = 1; c <= 500; c++) {
        const counter: Four = [0, 0, 0, 0];
        counter[word] = c;
        philox(...counter, 1, 2, out);
        seen.add(out.join());
      }
    }
    expect(seen.size).toBe(2000);
  });
});
