import { InputError, METRIC_NAME, nearest, type ProgramSpec } from '@latentsweep/core';
import { numberOf, type Report } from '@latentsweep/program';

/**
 * Numbers by name as a report. NaN and infinities are numbers: a trial may diverge. Throws InputError `bad_metric_name`,
 * `bad_metric`.
 */
export function reportOfMetrics(metrics: Readonly<Record<string, unknown>>, step: number | null): Report {
  const values = new Map<string, number>();
  for (const [name, value] of Object.entries(metrics)) {
    if (!METRIC_NAME.test(name) || name === 'step' || name === '_step') throw badName(name);
    const number = typeof value === 'boolean' ? Number(value) : value;
    if (typeof number !== 'number') throw badValue(name, value);
    values.set(name, number);
  }
  return { step, values };
}

/** `val_loss=0.4`, with NaN and inf as programs write them. Throws InputError `bad_metric`. */
function readMetric(text: string): readonly [name: string, value: number] {
  const equals = text.indexOf('=');
  const value = equals < 1 ? null : numberOf(text.slice(equals + 1));
  if (value !== null) return [text.slice(0, equals).trim(), value];
  throw new InputError(
    'bad_metric',
    `${JSON.stringify(text.slice(0, 80))} is not NAME=NUMBER.`,
    'For example: --metric val_loss=0.4',
  );
}

/** Of texts such as `val_loss=0.4`. Throws InputError `bad_metric` for any other, and for a metric that is given twice. */
export function readMetrics(texts: readonly string[]): Readonly<Record<string, number>> {
  const metrics = new Map<string, number>();
  for (const [name, value] of texts.map(readMetric)) {
    if (metrics.has(name)) {
      throw new InputError(
        'bad_metric',
        `${JSON.stringify(name)} is given twice, as ${metrics.get(name)} and ${value}.`,
        'Give each metric once. A curve is told by reports, each with its --step.',
      );
    }
    metrics.set(name, value);
  }
  return Object.fromEntries(metrics);
}

/** Throws InputError `missing_metric` where one that the sweep needs is in none of the reports. */
export function refuseMissing({ metrics }: Pick<ProgramSpec, 'metrics'>, reports: readonly Report[]): void {
  const told = [...new Set(reports.flatMap(({ values }) => [...values.keys()]))];
  const wanted = metrics.map(({ name }) => name);
  const missing = wanted.filter((name) => !told.includes(name));
  if (missing.length === 0) return;
  const others = told.filter((name) => !wanted.includes(name));
  const meant = missing.flatMap((name) => nearest(name, others) ?? [])[0];
  const said = told.length === 0 ? 'nothing was' : `only ${told.slice(0, 5).join(', ')} was`;
  throw new InputError(
    'missing_metric',
    `The sweep needs ${missing.join(' and ')}, and ${said} told. The trial is still open.`,
    meant === undefined
      ? `Tell it: --metric ${missing[0]}=0.4, or { "metrics": { "${missing[0]}": 0.4 } }. If there is none: --failed "why".`
      : `Was ${meant} meant to be ${missing[0]}?`,
  );
}

const badName = (name: string) =>
  new InputError(
    'bad_metric_name',
    `${JSON.stringify(name.slice(0, 80))} is no name of a metric.`,
    'It has 1 to 64 letters, digits and `_ . - /`, and is not `step`.',
  );

const badValue = (name: string, value: unknown) =>
  new InputError(
    'bad_metric',
    `${name} is ${(typeof value === 'bigint' ? `${value}n` : JSON.stringify(value))?.slice(0, 80)}, which is no number.`,
    'Numbers are told, and true and false as 1 and 0.',
  );
