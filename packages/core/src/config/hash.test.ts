import { describe, expect, it, vi } from 'vitest';
import type { Parameter, Values } from '../parameter/parameter.ts';
import golden from './hashes.golden.json' with { type: 'json' };

/** What stores hold of these configs: made before any parameter came later. */
const STORED: readonly (Record<'config' | 'run' | 'baseline' | 'result', string> & { given: Values })[] =
  golden;

/** This room, with further parameters of every trial. */
async function withCommon(...more: readonly Parameter[]) {
  vi.resetModules();
  vi.doMock('../parameter/common.ts', async (original) => {
    const { COMMON } = await original<typeof import('../parameter/common.ts')>();
    return { COMMON: [...COMMON, ...more] };
  });
  const [config, hash] = await Promise.all([import('./config.ts'), import('./hash.ts')]);
  return { ...config, ...hash };
}

const hashesOf = (room: Awaited<ReturnType<typeof withCommon>>, given: Values) => {
  const config = room.canonicalConfig(given);
  const hash = room.configHash(config);
  return {
    config: hash,
    run: room.runHash(config),
    baseline: room.baselineHash(config),
    result: room.resultKey(hash, 'f'.repeat(64), [1, 2], 'simd@1'),
  };
};

it('hashes configs as stores hold them', async () => {
  const room = await withCommon();
  for (const { given, ...hashes } of STORED) expect(hashesOf(room, given)).toEqual(hashes);
});

describe('a parameter that came later', () => {
  const TOY = {
    name: 'toy',
    type: 'integer',
    minimum: 0,
    default: 0,
    absentMeans: 0,
    description: 'A toy.',
  } as const satisfies Parameter;

  it('changes no hash where trials are as before', async () => {
    const room = await withCommon(TOY);
    for (const { given, ...hashes } of STORED) {
      expect(hashesOf(room, given)).toEqual(hashes);
      expect(hashesOf(room, { ...given, toy: 0 })).toEqual(hashes);
    }
  });

  it('changes every hash where they are not, the baseline’s included', async () => {
    const room = await withCommon(TOY);
    for (const { given, ...hashes } of STORED) {
      const other = hashesOf(room, { ...given, toy: 3 });
      for (const kind of ['config', 'run', 'baseline', 'result'] as const)
        expect(other[kind]).not.toBe(hashes[kind]);
    }
  });

  it('is read into configs that were stored without it', async () => {
    const before: Values = (await withCommon()).canonicalConfig({ arm: 'smote' });
    const { readConfig, configHash, baselineOf } = await withCommon({ ...TOY, default: 5 });
    expect(before).not.toHaveProperty('toy');
    const config = readConfig(before);
    expect(config).toEqual({ ...before, toy: 0 });
    expect(baselineOf(config)).toHaveProperty('toy', 0);
    expect(STORED.map((stored) => stored.config)).toContain(configHash(config));
  });
});
