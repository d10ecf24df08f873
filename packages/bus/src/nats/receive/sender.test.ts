import fc from 'fast-check';
import { expect, it } from 'vitest';
import { namesFor, token } from '../names.ts';
import { ofSender } from './sender.ts';

const names = namesFor('p');
const check = ofSender((value) => value as { readonly worker: string });
const accepts = (worker: string, subject: string) => {
  try {
    return check({ worker }, subject).worker === worker;
  } catch {
    return false;
  }
};

it('A message is taken from the worker that it names, alone or of a group', () => {
  expect(accepts('a', 'p.results.a')).toBe(true);
  expect(accepts('gpu/a', 'p.results.gpu.a')).toBe(true);
  expect(accepts('node.lab-1', names.presence('node.lab-1'))).toBe(true);
});

it('A message is not taken from another, nor from one of its name in a group', () => {
  expect(accepts('b', 'p.results.a')).toBe(false);
  expect(accepts('a', 'p.results.gpu.a')).toBe(false);
  expect(accepts('gpu/a', 'p.results.a')).toBe(false);
  expect(accepts('gpu/a', 'p.results.cpu.a')).toBe(false);
  expect(accepts('gpu.a', 'p.results.gpu.a')).toBe(false);
});

it('Names that differ have subjects that differ, within what their key allows', () => {
  const name = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(name, name, (a, b) => {
      expect(accepts(a, names.results(b))).toBe(a === b);
      expect(names.results(`gpu/${a}`).startsWith('p.results.gpu.')).toBe(true);
      expect(token(a)).toMatch(/^[\w=-]+$/);
    }),
  );
});
