import type { Spell } from '@latentsweep/app';
import type { EngineKind } from '@latentsweep/core';
import type { Store } from '@latentsweep/store';
import type { Answers } from './answers.ts';
import type { Gate } from './gate.ts';
import type { Key } from './guard/key.ts';
import type { Hub } from './live/hub.ts';
import type { Assets } from './page/assets.ts';
import type { Training } from './training.ts';

/** What every route works with. */
export interface Desk {
  /** Null while none was made yet. */
  openStore(): Promise<Store | null>;
  /** Throws InputError `no_store`. */
  store(): Promise<Store>;
  readonly engines: readonly EngineKind[];
  readonly spell: Spell;
  readonly hub: Hub;
  readonly assets: Assets;
  /** Null: nobody may act. */
  readonly key: Key | null;
  readonly training: Training;
  /** Figures of whole sweeps. */
  readonly answers: Answers;
  /** Queries that a user wrote. */
  readonly sql: Gate;
}
