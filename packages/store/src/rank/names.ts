import { METRICS, PARAMETERS } from '@latentsweep/core';

/** What a condition may name, by the column that it stands for. Parameters stand there twice, dotted and as columns. */
export type Names = ReadonlyMap<string, string>;

/** The names for a message: each column once, and the metrics together. */
export function listNames(names: Names): string {
  const byColumn = new Map([...names].map(([name, column]) => [column, name]));
  const metrics = new Set(METRICS);
  const others = [...byColumn.values()].filter((name) => !metrics.has(name));
  return others.length < byColumn.size
    ? `${others.join(', ')}, and the test_ and val_ metrics`
    : others.join(', ');
}

/** What a parameter is in all configs of a sweep that does not name it, or null where there is no such parameter. */
export function constantOf(name: string): string | null {
  const lower = name.toLowerCase();
  const parameter = PARAMETERS.find((own) => [own.name, own.name.replaceAll('.', '_')].includes(lower));
  if (!parameter) return null;
  const { default: preset, presets = [] } = parameter;
  return [
    JSON.stringify(preset),
    ...presets.map(({ value, when }) => `${JSON.stringify(value)} for ${when.in.join(', ')}`),
  ]
    .join('; ')
    .replaceAll('"', '');
}
