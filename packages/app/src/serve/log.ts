export interface LogEntry {
  readonly level: 'info' | 'warn' | 'error';
  /** A sentence for people. */
  readonly text: string;
  /** The same for programs. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Log {
  write(entry: LogEntry): void;
}

/** `event`: what it is, for programs. */
export const entryOf = (
  level: LogEntry['level'],
  event: string,
  text: string,
  fields: LogEntry['fields'] = {},
): LogEntry => ({ level, text, fields: { event, ...fields } });
