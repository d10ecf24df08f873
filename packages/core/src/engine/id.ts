/** Which engine it is, down to the bit: results of engines with equal ids may be compared and reused. */
export interface EngineId {
  /** Its name in sweep files and options. */
  readonly kind: string;
  /** Raised with every change that may alter a bit of a result. */
  readonly version: string;
  /** What it runs on, where it can run on several things whose bits differ; null where there is no choice. */
  readonly backend: string | null;
}

/** `kind@version` or `kind@version-backend`: how ids stand in stores and messages. */
export function formatEngineId({ kind, version, backend }: EngineId): string {
  return `${kind}@${version}${backend === null ? '' : `-${backend}`}`;
}

/** The parts of an id. A text without a version, which no engine has, is a kind of its own. */
export function parseEngineId(text: string): EngineId {
  const [, kind = text, version = '', backend = null] = /^([^@]*)@([^-]*)(?:-(.+))?$/.exec(text) ?? [];
  return { kind, version, backend };
}
