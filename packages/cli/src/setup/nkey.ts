import { createUser } from '@nats-io/nkeys';

/** A NATS user: whoever signs with the seed is the user that the server knows by the public key. */
export interface Nkey {
  readonly publicKey: string;
  /** The secret. */
  readonly seed: string;
}

export function makeNkey(): Nkey {
  const pair = createUser();
  const seed = new TextDecoder().decode(pair.getSeed());
  const publicKey = pair.getPublicKey();
  pair.clear();
  return { publicKey, seed };
}
