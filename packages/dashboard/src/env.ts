import type { HttpBindings } from '@hono/node-server';

/** Of a request: its socket, and whether it may act. */
export interface Env {
  Bindings: HttpBindings;
  Variables: { mayAct: boolean };
}
