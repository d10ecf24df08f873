/**
 * What computes, where that is more than the engine's id says: an id names bits, and several things may have the same.
 * Stands with each result that it makes.
 */
export interface Computer {
  /** `kind@version` of the engine itself. */
  readonly engine: string;
  readonly device: string;
  readonly driver: string;
}

/** For people. `ran`: what stands with a result; `engine`: the one whose bits it has, which computed it where nothing does. */
export function computerText(ran: unknown, engine: string): string {
  const { engine: own, device, driver } = (ran ?? {}) as Partial<Computer>;
  if (own === undefined) return engine;
  const on = [device, driver && `driver ${driver}`].filter((part) => part).join(', ');
  return on === '' ? own : `${own} on ${on}`;
}
