import { conditionsOf, PARAMETERS, type Parameter, type ParameterValue } from '@latentsweep/core';
import { describe } from '@latentsweep/plain-file';
import { TABLE_DEFAULTS } from './table-defaults.ts';

/** `docs/parameters.md`, made from the table of parameters; a test keeps the file true. */
export function parametersPage(): string {
  return `# Parameters

<!-- Made from packages/core/src/config/parameters.ts. To renew it: npx vitest run parameters-page -u -->

Every parameter that a sweep file may set under \`parameters\`, with the deck's values as defaults. A name with a dot is
written nested, as in W&B (\`loss_weights: { parameters: { kl: … } }\`), or as it is (\`loss_weights.kl: …\`).

A parameter that neither the arm nor the classifier uses is left out of such configs, so it multiplies nothing there;
\`used by\` names the arms and the classifiers that use it. Where nothing is trained by steps, \`epochs\` is 1.

On a table a file that does not set them has \`minority_rate\` 1, ${tableDefaults()}; \`defaults: deck\`
in the file leaves all but the first of these as they are here. On images it is the same, but that \`reconstruction\` is
\`bce\` for all arms and with \`defaults: deck\` too.

| parameter | values | default | used by |
|---|---|---|---|
${PARAMETERS.map(row).join('\n')}

${PARAMETERS.map(({ name, description }) => `- \`${name}\`: ${description}`).join('\n')}

The arms themselves are explained in [arms.md](arms.md).
`;
}

function tableDefaults(): string {
  return Object.entries(TABLE_DEFAULTS)
    .map(([name, value]) => `\`${name}\` ${value}`)
    .join(', ');
}

function row(parameter: Parameter): string {
  const values = parameter.type === 'choice' ? parameter.choices.join(', ') : describe(parameter);
  return `| \`${parameter.name}\` | ${values} | ${defaults(parameter)} | ${users(parameter)} |`;
}

function defaults({ default: preset, presets = [] }: Parameter): string {
  const shown = (value: ParameterValue) => JSON.stringify(value).replaceAll('"', '').replaceAll(',', ', ');
  const others = presets.map(({ value, when }) => `${shown(value)} for ${when.in.join(', ')}`);
  return [shown(preset), ...others].join('; ');
}

/** Values of the parameters that decide, each of which alone is enough. */
function users(parameter: Parameter): string {
  const conditions = conditionsOf(parameter);
  return conditions === null ? 'all' : conditions.flatMap((when) => when.in).join(', ');
}
