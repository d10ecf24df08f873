import { expect, test } from 'vitest';
import { MEASURES } from './catalogue.ts';

const HEAD = `# Measures

What a result holds, under the name that it has as a column of \`trials\` and \`sweep_<slug>\` (curves: of \`curves\`), in
\`--where\`, in exports and in JSON. A sweep can be ranked (\`metric\`, \`--by\`) by those of the test and the validation split that
are one number. With more than two classes, averages are macro averages over the classes that occur.

| name | split | shape | better | unit | what it is |
|---|---|---|---|---|---|
`;

test('docs/measures.md is made from the catalogue: `npx vitest run packages/core/src/measure -u` writes it', async () => {
  const rows = MEASURES.map(({ name, split, shape, type, better, unit, description }) => {
    const what = type === 'number' ? shape : `${shape}, ${type}`;
    return `| \`${name}\` | ${split === 'none' ? '' : split} | ${what} | ${better === 'neither' ? '' : better} | ${unit ?? ''} | ${description} |\n`;
  });
  await expect(HEAD + rows.join('')).toMatchFileSnapshot('../../../../docs/measures.md');
});
