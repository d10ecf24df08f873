import { entryOf, type Tree } from '@latentsweep/plain-file';

/** What YAML or JSON is that has none of a sweep's keys, by the keys that it has, or null where nothing tells. */
export function keysKind(tree: Tree): string | null {
  if (tree.kind === 'list')
    return tree.items.some(({ kind }) => kind === 'map') ? 'a table in JSON or YAML' : null;
  if (tree.kind !== 'map') return null;
  return KINDS.find(({ keys }) => keys.every((key) => entryOf(tree, key)))?.what ?? runConfig(tree);
}

const KINDS: readonly { readonly what: string; readonly keys: readonly string[] }[] = [
  { what: 'the config of a W&B run', keys: ['_wandb'] },
  { what: 'the config of a W&B run', keys: ['wandb_version'] },
  { what: 'the settings of latentsweep (latentsweep.yaml)', keys: ['store'] },
  { what: 'the settings of latentsweep (latentsweep.yaml)', keys: ['bus'] },
  { what: 'the package.json of a program', keys: ['name', 'version', 'dependencies'] },
  { what: 'the package.json of a program', keys: ['name', 'scripts'] },
  { what: 'a Jupyter notebook', keys: ['cells', 'nbformat'] },
  { what: 'a file for Kubernetes', keys: ['apiVersion', 'kind', 'metadata'] },
  { what: 'a file for Docker Compose', keys: ['services'] },
  { what: 'a workflow of GitHub', keys: ['on', 'jobs'] },
  { what: 'an environment of conda', keys: ['channels', 'dependencies'] },
  { what: 'a JSON Schema', keys: ['$schema'] },
];

/** W&B writes one value a key of a run: `lr: { desc: null, value: 0.1 }`. */
function runConfig(tree: Extract<Tree, { kind: 'map' }>): string | null {
  const described = tree.entries.filter(({ value }) => entryOf(value, 'desc') && entryOf(value, 'value'));
  return described.length > 0 && described.length === tree.entries.length ? 'the config of a W&B run' : null;
}
