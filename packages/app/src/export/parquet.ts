import { rm } from 'node:fs/promises';

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

/** Turns a CSV file of ours, whose columns have these types in Postgres, into Parquet. Rows pass through in pieces. */
export async function csvToParquet(
  csv: string,
  parquet: string,
  columns: readonly (readonly [name: string, type: string])[],
): Promise<void> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:');
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
