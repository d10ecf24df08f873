/** What is asked of NATS from outside. Its client is loaded only then: most commands speak to no server. */

export const openNatsBus: typeof import('./bus.ts').openNatsBus = async (options) =>
  (await import('./bus.ts')).openNatsBus(options);

export const inspectNats: typeof import('./inspect.ts').inspectNats = async (options) =>
  (await import('./inspect.ts')).inspectNats(options);
