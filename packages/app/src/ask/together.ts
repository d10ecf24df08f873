/** Calls that come while one is under way share the next one: many who tell at once cost the store little more than one. */
export function together<Item, Result>(
  act: (items: readonly Item[]) => Promise<Result>,
): (item: Item) => Promise<{ readonly result: Result; readonly items: readonly Item[] }> {
  type Shared = {
    readonly items: Item[];
    readonly done: Promise<{ result: Result; items: readonly Item[] }>;
  };
  let next: Shared | null = null;
  let before: Promise<unknown> = Promise.resolve();
  const begin = (): Shared => {
    const items: Item[] = [];
    const done = before.then(async () => {
      next = null;
      return { result: await act(items), items };
    });
    before = done.catch(() => {});
    return { items, done };
  };
  return (item) => {
    next ??= begin();
    next.items.push(item);
    return next.done;
  };
}
