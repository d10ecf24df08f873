import { cellAsJson } from './cell.ts';

/** A value for people and programs alike: indented JSON with a line feed at its end. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(cellAsJson(value), null, 2)}\n`;
}

/** An object of ours as JSON has it: keys as the columns of SQL and CSV are called, `planned_trials`. */
export function jsonKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(jsonKeys);
  if (value === null || typeof value !== 'object' || value instanceof Date || ArrayBuffer.isView(value))
    return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key.replace(/(?<=[a-z0-9])[A-Z]/g, (c) => `_${c.toLowerCase()}`),
      jsonKeys(item),
    ]),
  );
}
