import { ARMS, defaultOf, PARAMETERS, type Parameter } from '@latentsweep/core';
import { describe } from '@latentsweep/plain-file';

/** `docs/parameters.md`, made from the table of parameters; a test keeps the file true. */
export function parametersPage(): string {
  return `# Parameters

<!-- Made from packages/core/src/trial/parameters.ts. To renew it: npx vitest run parameters-page -u -->

Every parameter that a sweep file may set under \`parameters\`, with the deck's values as defaults. A name with a dot is
written nested, as in W&B (\`loss_weights: { parameters: { kl: … } }\`), or as it is (\`loss_weights.kl: …\`).

A parameter that an arm does not use is left out of that arm's configs, so it multiplies nothing there.
\`minority_rate\` is 1 for a table unless the file sets it.

| parameter | values | default | used by |
|---|---|---|---|
${PARAMETERS.map(row).join('\n')}

${PARAMETERS.map(({ name, description }) => `- \`${name}\`: ${description}`).join('\n')}

The arms themselves are explained in [arms.md](arms.md).
`;
}

function row(parameter: Parameter): string {
  const values = parameter.type === 'choice' ? parameter.choices.join(', ') : describe(parameter);
  return `| \`${parameter.name}\` | ${values} | ${defaults(parameter)} | ${users(parameter)} |`;
}

function defaults(parameter: Parameter): string {
  const byValue = Map.groupBy(parameter.usedBy, (arm) => JSON.stringify(defaultOf(parameter, arm)));
  const shown = (value: string) => value.replaceAll('"', '').replaceAll(',', ', ');
  if (byValue.size === 1) return shown([...byValue.keys()][0]!);
  const [most, ...others] = [...byValue].sort(([, a], [, b]) => b.length - a.length);
  return [shown(most![0]), ...others.map(([value, arms]) => `${shown(value)} for ${arms.join(', ')}`)].join(
    '; ',
  );
}

function users({ usedBy }: Parameter): string {
  if (usedBy.length === ARMS.length) return 'all arms';
  return usedBy.join(', ');
}
