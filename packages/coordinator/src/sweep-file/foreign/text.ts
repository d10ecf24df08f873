/** What a text is that is no sweep file, by how it is written, or null where nothing tells. `yaml`: it is YAML. */
export function textKind(text: string, name: string, yaml: boolean): string | null {
  const lines = text.split(/\r?\n/, MOST_LINES);
  const filled = lines.filter((line) => line.trim() !== '');
  const kind = KINDS.find(({ is }) => is({ filled, name: name.toLowerCase(), yaml }));
  return kind?.what ?? table(filled);
}

const MOST_LINES = 500;

interface Look {
  readonly yaml: boolean;
  /** The first lines that are not blank. */
  readonly filled: readonly string[];
  readonly name: string;
}

const some = (pattern: RegExp) => (look: Look) => look.filled.some((line) => pattern.test(line));
const first = (pattern: RegExp) => (look: Look) => pattern.test(look.filled[0] ?? '');
const ending = (...endings: readonly string[]) => {
  return (look: Look) => endings.some((end) => look.name.endsWith(end));
};

const PYTHON = /^(?:import \w[\w., ]*$|from [\w.]+ import |def \w+\(|class \w+[(:]|if __name__ ==)/;
const DOCKER = /^(?:RUN|COPY|CMD|ENTRYPOINT|WORKDIR|ENV|ADD) \S/;

const KINDS: readonly { readonly what: string; readonly is: (look: Look) => boolean }[] = [
  { what: 'a Python script', is: (look) => first(/^#!.*python/)(look) || some(PYTHON)(look) },
  { what: 'a script', is: first(/^#!/) },
  { what: 'a Dockerfile', is: (look) => some(/^FROM \S/i)(look) && some(DOCKER)(look) },
  { what: 'a web page or XML', is: first(/^\s*</) },
  { what: 'a table in ARFF', is: some(/^@(?:relation|attribute)\s/i) },
  { what: 'a page of Markdown', is: ending('.md', '.markdown', '.rst') },
  {
    what: 'a file of settings in TOML or INI',
    is: (look) => some(/^\[{1,2}[\w."-]+\]{1,2}\s*$/)(look) && some(/^[\w.-]+\s*=/)(look),
  },
  { what: 'a table in JSON, an object a line', is: (look) => every(/^\{.*\}$/)(look) },
  { what: 'JSON', is: (look) => !look.yaml && first(/^\s*(?:\{\s*$|\{"|\[\s*(?:$|[{"\d]))/)(look) },
  {
    what: 'a file of environment variables',
    is: (look) => every(/^(?:#|(?:export )?[A-Z][A-Z0-9_]*=)/)(look) && some(/^[^#]/)(look),
  },
];

function every(pattern: RegExp) {
  return ({ filled }: Look) => filled.length > 0 && filled.every((line) => pattern.test(line));
}

/** Lines enough to tell a table from prose. */
const LEAST_LINES = 2;
const SEPARATORS = [',', ';', '\t', '|'];

/** The first lines have one number of separators, one or more. */
function table(filled: readonly string[]): string | null {
  const looked = filled.slice(0, 20);
  if (looked.length < LEAST_LINES) return null;
  for (const separator of SEPARATORS) {
    const counts = new Set(looked.map((line) => line.replaceAll(/"[^"]*"/g, '').split(separator).length));
    const [columns = 1] = counts;
    if (counts.size === 1 && columns > 1 && !looked[0]!.includes(': ')) {
      return `a table of ${columns} columns, separated by ${separator === '\t' ? 'tabs' : `\`${separator}\``}`;
    }
  }
  return null;
}
