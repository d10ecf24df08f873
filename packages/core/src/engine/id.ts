/** Which engine it is, down to the bit: results of engines with equal ids may be compared and reused. */
export interface EngineId {
  /** Its name in sweep files and options. */
  readonly kind: string;
  /** Raised with every change that may alter a bit of a result. */
  readonly version: string;
  /** What it runs on, where it can run on several things whose bits differ; null where there is no choice. */
  readonly backend: string | null;
  /**
   * What it found to run on, where bits depend on that too: a library's version, a device. Known for sure once it is open;
   * before that, what it most likely will be. Absent where nothing of the kind matters.
   */
  readonly runtime?: string | undefined;
}

/** `kind@version`, `kind@version-backend` or `kind@version-backend:runtime`: how ids stand in stores and messages. */
export function formatEngineId({ kind, version, backend, runtime }: EngineId): string {
  const on = backend === null ? '' : `-${backend}`;
  return `${kind}@${version}${on}${runtime === undefined ? '' : `:${runtime}`}`;
}

/** Whether both are the same but for what they run on. */
export const differInRuntime = (one: EngineId, other: EngineId): boolean =>
  one.runtime !== other.runtime &&
  formatEngineId({ ...one, runtime: undefined }) === formatEngineId({ ...other, runtime: undefined });

/** The parts of an id. A text without a version, which no engine has, is a kind of its own. */
export function parseEngineId(text: string): EngineId {
  const [, kind = text, version = '', backend = null, runtime] =
    /^([^@]*)@([^-:]*)(?:-([^:]+))?(?::(.+))?$/s.exec(text) ?? [];
  return { kind, version, backend, ...(runtime === undefined ? {} : { runtime }) };
}
