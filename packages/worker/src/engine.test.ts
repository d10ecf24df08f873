import { BackendMissing, createReferenceEngine, type EngineKind, REFERENCE } from '@latentsweep/core';
import { expect, it } from 'vitest';
import { openEngine } from './engine.ts';
import { ENGINES } from './engines.ts';

it('has engines whose names differ, each with its variants', async () => {
  expect(new Set(ENGINES.map(({ name }) => name)).size).toBe(ENGINES.length);
  for (const { name, variants } of ENGINES) {
    expect(new Set(variants.map(({ id }) => id.backend)).size).toBe(variants.length);
    for (const { id } of variants) expect(id.kind).toBe(name);
  }
});

const common = ENGINES.flatMap(({ variants }) => variants.filter(({ traits }) => !traits.optional));

it.each(common.map(({ id, traits }) => ({ id, traits })))(
  '$id is what it says before it is loaded',
  async ({ id, traits }) => {
    const { engine } = await openEngine(ENGINES, { kind: id.kind, backend: id.backend ?? undefined });
    expect({ id: engine.id, traits: engine.traits }).toEqual({ id, traits });
    await engine.close();
  },
);

/** An engine of which these backends work. */
function toy(...works: string[]): { readonly engines: readonly EngineKind[]; readonly asked: string[] } {
  const asked: string[] = [];
  const [variant] = REFERENCE.variants;
  const variants = ['best', 'good', 'slow'].map((backend) => ({
    ...variant!,
    id: { kind: 'toy', version: '1', backend },
  }));
  const open: EngineKind['open'] = async (backend) => {
    asked.push(backend!);
    if (!works.includes(backend!))
      throw new BackendMissing(`No ${backend}.`, `no ${backend} here`, 'Get it.');
    return { ...createReferenceEngine(), id: { kind: 'toy', version: '1', backend } };
  };
  return { engines: [{ ...REFERENCE, name: 'toy', variants, open }], asked };
}

it('takes the best that works, says why the better ones do not, and asks no further', async () => {
  const { engines, asked } = toy('good', 'slow');
  const { engine, passedOver } = await openEngine(engines, { kind: 'toy' });
  expect(engine.id.backend).toBe('good');
  expect(asked).toEqual(['best', 'good']);
  expect(passedOver).toEqual([{ backend: 'best', reason: 'no best here' }]);
});

it('takes no other than the one that is asked for', async () => {
  const { engines, asked } = toy('slow');
  expect((await openEngine(engines, { kind: 'toy', backend: 'slow' })).engine.id.backend).toBe('slow');
  await expect(openEngine(engines, { kind: 'toy', backend: 'best' })).rejects.toThrow('No best.');
  expect(asked).toEqual(['slow', 'best']);
});

it('fails as the last one does where none works, and where there is none', async () => {
  await expect(openEngine(toy().engines, { kind: 'toy' })).rejects.toMatchObject({ reason: 'no slow here' });
  await expect(openEngine(toy().engines, { kind: 'other' })).rejects.toThrow('There is no engine other.');
});
