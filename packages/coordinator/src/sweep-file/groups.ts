import { PARAMETERS, type Parameter } from '@latentsweep/core';

/** Groups of nested parameters: `loss_weights` and three more. */
export const GROUPS: ReadonlyMap<string, ReadonlyMap<string, Parameter>> = new Map(
  Array.from(
    Map.groupBy(
      PARAMETERS.filter(({ name }) => name.includes('.')),
      ({ name }) => name.slice(0, name.indexOf('.')),
    ),
    ([group, members]) => [group, new Map(members.map((one) => [one.name.slice(group.length + 1), one]))],
  ),
);
