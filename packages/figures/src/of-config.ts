import { shortHash } from './config-mark.ts';
import type { Drawn } from './data.ts';

/** What a figure of one config says that it is drawn of: `deck-mixing, config 3f2a9c81d0 · 10 trials`. */
export function ofConfig<Data extends Drawn & { readonly config: string }>(data: Data): Data {
  return { ...data, sweep: `${data.sweep}, config ${shortHash(data.config)}` };
}
