/**
 * What the server says to a publish that it did not store, by the codes of JetStream (errors.json of nats-server, 2.9 to
 * 2.15; a code never changes its meaning). Whatever answer has an error stored nothing, known here or not.
 */

export interface Refusal {
  /**
   * `full`: as many messages as the stream may have, the way in which a queue holds its publishers back. `no room`: some
   * other limit is reached, until somebody raises it or something is taken out. `too big`: it will never be stored.
   * `for now`: the server or the stream is not ready.
   */
  readonly kind: 'full' | 'no room' | 'too big' | 'for now';
  /** For people: what the server said. */
  readonly reason: string;
}

/** As it stands in the answer to a publish. */
export interface AnsweredError {
  readonly err_code?: number;
  readonly description?: string;
}

const KINDS: Readonly<Record<number, Refusal['kind']>> = {
  // Limits of an account, of the server's storage and memory, and of the disk.
  10002: 'no room',
  10023: 'no room',
  10028: 'no room',
  10047: 'no room',
  10120: 'no room',
  // Stored nowhere: which limit it was, only the words tell.
  10077: 'no room',
  10054: 'too big',
  10097: 'too big',
  // A cluster that looks for its leaders, a JetStream that starts or stops, a stream that somebody makes anew.
  10008: 'for now',
  10009: 'for now',
  10039: 'for now',
  10059: 'for now',
  10076: 'for now',
  10118: 'for now',
  10167: 'for now',
  10194: 'for now',
  // The same id is on its way: asked again, the server knows what became of it.
  10158: 'for now',
};

/** What the words say that the code does not. */
const WORDS: readonly (readonly [RegExp, Refusal['kind']])[] = [
  [/maximum messages exceeded/, 'full'],
  [/message too? large/, 'too big'],
];
const STORE_FAILED = 10077;

export function refusalOf({ err_code: code = 0, description = 'no reason given' }: AnsweredError): Refusal {
  const told = code === STORE_FAILED ? WORDS.find(([words]) => words.test(description))?.[1] : undefined;
  // One that is not known is tried again, and said.
  return { kind: told ?? KINDS[code] ?? 'for now', reason: `${description} (${code})` };
}
