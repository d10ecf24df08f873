/** Under which id an engine runs on a device, by what it showed there. */

import {
  type Computer,
  type Engine,
  type EngineId,
  formatEngineId,
  type SelfTest,
  Unsupported,
} from '@latentsweep/core';
import type { Adapter } from './package.ts';

/** `truth`: whose bits it has where it is exact. */
export function identify<Own extends Engine>(
  engine: Own,
  adapter: Adapter,
  verdict: SelfTest,
  truth: EngineId,
): Own {
  return verdict.exact ? asTruth(engine, adapter, truth) : asItself(engine, adapter, verdict.differs);
}

/**
 * With the id of the truth it gets every job that asks for that: what it does not support it leaves to others, and says so
 * before anything is trained.
 */
function asTruth<Own extends Engine>(engine: Own, adapter: Adapter, truth: EngineId): Own {
  const refuse = (network: Parameters<Engine['supports']>[0]) => {
    const objection = engine.supports(network);
    if (objection !== null) throw new Unsupported(objection);
  };
  const computedBy: Computer = {
    engine: formatEngineId(engine.id),
    ...{ device: adapter.name, driver: adapter.driver },
  };
  return {
    ...engine,
    ...{ id: truth, computedBy, traits: { ...engine.traits, exact: true } },
    async vae(shape, lanes) {
      refuse(shape.network);
      return engine.vae(shape, lanes);
    },
    async classifier(shape, lanes) {
      refuse(shape.network);
      return engine.classifier(shape, lanes);
    },
  };
}

/** Bits may be others with another driver, too. */
function asItself<Own extends Engine>(engine: Own, { name, driver }: Adapter, differs: string): Own {
  const id = { ...engine.id, runtime: slug(`${name} ${driver}`) };
  const note = `${name} has not the bits of other machines (${differs}): it runs as ${formatEngineId(id)}, whose results are kept apart.`;
  return { ...engine, id, note, traits: { ...engine.traits, exact: false } };
}

const LONGEST_SLUG = 60;

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, LONGEST_SLUG);
