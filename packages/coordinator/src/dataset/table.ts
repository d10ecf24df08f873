import { createHash } from 'node:crypto';
import { InputError, type Seed, type TableSpec } from '@latentsweep/core';
import type { ResolvedDataset } from '../port.ts';
import { refuseClasses, smallClassFaults } from './classes.ts';
import { unknownColumns } from './column/check.ts';
import { labelMeant, spellings } from './column/label.ts';
import type { Profile } from './column/profile.ts';
import { readColumns } from './column/read-columns.ts';
import { splitName } from './column/split-column.ts';
import type { ArrowColumn } from './content/arrow.ts';
import { readTargets, readValues } from './content/read.ts';
import { continuousTarget, looksContinuous } from './continuous.ts';
import { asDeclared } from './declared.ts';
import { type DuckDBConnection, withDuckDb } from './duckdb.ts';
import { leakNotes } from './leak.ts';
import { loadSource } from './load.ts';
import { pastFaults } from './past.ts';
import { qualityNotes } from './quality.ts';
import { refuse, sentence } from './refuse.ts';
import { reportTable } from './report.ts';
import { byRule, type RuleChoice, ruleNotes } from './rule.ts';
import type { TableDefinition } from './source.ts';

/**
 * Reads a table, finds the types of its columns, checks it and puts it into Arrow. Throws InputError where it
 * can't be learnt from, with all faults of the columns at once. `seed`: of the replicate whose split is reported.
 */
export async function resolveTable(
  given: TableDefinition,
  seed: Seed,
  chooseRule: RuleChoice,
): Promise<Omit<ResolvedDataset, 'fingerprint'>> {
  return withDuckDb(given.folder, async (db) => {
    const source = await loadSource(db, given);
    refuse(unknownColumns(source, given));
    const definition = asDeclared(given, source);
    const { rows, target, features, leftOut, notes } = await readColumns(source, definition);
    const { coded, labels, shownAs, positive } = await readLabels(db, definition, target, rows);
    const { bytes, columns } = await readValues(db, features, coded, rows);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const learnt = columns.slice(0, -1).filter(({ name }) => name !== splitName(definition));
    const wanted = specOf({ ...definition, positive }, columns, sha256);
    const { spec, shape } = await byRule(wanted, seed, bytes, chooseRule);
    if (shape.features === 0) {
      const message = `${sentence(source.label)} has no column to learn from: all others are dropped, empty or constant.`;
      throw new InputError('no_features', message, 'Keep a column whose values differ.');
    }
    refuse(smallClassFaults(definition, shape, spec.rule ?? 1, shownAs));
    refuse(pastFaults(definition, shape, shownAs));
    const shown = { ...shape, classNames: shape.classNames.map(shownAs) };
    return {
      spec,
      content: bytes,
      report: reportTable(definition.target, shown, leftOut),
      notes: [
        ...source.notes,
        ...notes,
        ...(looksContinuous(shape.classNames) ? [continuousTarget(definition, shape.classNames)] : []),
        ...ruleNotes(spec, shown),
        ...qualityNotes(source.label, definition, coded.levels, learnt, shape),
        ...leakNotes(source.label, learnt, labels, definition.keep ?? []),
      ],
    };
  });
}

/** The class of each row; `shownAs`: as the file writes a class; `positive`: the class that the definition means. */
async function readLabels(db: DuckDBConnection, definition: TableDefinition, target: Profile, rows: number) {
  const coded = await readTargets(db, target, rows);
  const labels = Array.from(coded.codes, (code) => coded.levels[code]!);
  const positive = definition.positive && labelMeant(definition.positive, coded.levels);
  const shownAs = await spellings(db, target);
  refuseClasses({ ...definition, positive }, labels, shownAs);
  return { coded, labels, shownAs, positive };
}

function specOf(definition: TableDefinition, columns: readonly ArrowColumn[], content: string): TableSpec {
  const { target, positive, scale, split, balance, group, time } = definition;
  const categorical = columns
    // Text is categorical anyway, so naming it makes no other data set.
    .filter(({ name, kind }) => kind === 'number' && definition.categorical.includes(name))
    .map(({ name }) => name);
  const spec = { kind: 'table', content, target, positive, categorical, scale, split, balance } as const;
  if (group !== undefined) return { ...spec, rule: 2, group };
  return time === undefined ? spec : { ...spec, rule: 2, time };
}
