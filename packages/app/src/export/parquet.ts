import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The DuckDB types that hold the values of Postgres's. */
const TYPES: Readonly<Record<string, string>> = {
  'double precision': 'DOUBLE',
  real: 'DOUBLE',
  numeric: 'DOUBLE',
  bigint: 'BIGINT',
  integer: 'BIGINT',
  smallint: 'BIGINT',
  boolean: 'BOOLEAN',
  'timestamp with time zone': 'TIMESTAMPTZ',
  timestamp: 'TIMESTAMP',
  date: 'DATE',
};

/**
 * What DuckDB may use before it puts rows into a temporary file. For a hundred columns that suffices without one; for very
 * many it is too little to begin with.
 */
const MEMORY = '512MB';

type TypedColumns = readonly (readonly [name: string, type: string])[];

/** Turns a CSV file of ours, whose columns have these types in Postgres, into Parquet. Rows pass through in pieces. */
export async function csvToParquet(csv: string, parquet: string, columns: TypedColumns): Promise<void> {
  const spill = await mkdtemp(join(tmpdir(), 'latentsweep-parquet-'));
  try {
    await convert(csv, parquet, columns, { temp_directory: spill, memory_limit: MEMORY }).catch((error) => {
      if (!/Out of Memory Error/.test(String(error))) throw error;
      return convert(csv, parquet, columns, { temp_directory: spill });
    });
  } finally {
    await rm(spill, { recursive: true, force: true });
  }
}

async function convert(
  csv: string,
  parquet: string,
  columns: TypedColumns,
  settings: Record<string, string>,
): Promise<void> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', settings);
  const connection = await instance.connect();
  try {
    // JSON and all else is text.
    const typeOf = (postgres: string) => literal(TYPES[postgres] ?? 'VARCHAR');
    const types = columns.map(([name, type]) => `${literal(name)}: ${typeOf(type)}`).join(', ');
    await connection.run(
      `copy (select * from read_csv(${literal(csv)}, header = true, delim = ',', quote = '"', escape = '"',
         auto_detect = false, nullstr = '', allow_quoted_nulls = false, columns = {${types}}))
       to ${literal(parquet)} (format parquet, compression zstd)`,
    );
  } catch (error) {
    await rm(parquet, { force: true });
    throw error;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
