import { rm } from 'node:fs/promises';

/** A column of the export with its type in DuckDB. */
export interface ParquetColumn {
  readonly name: string;
  readonly type: string;
}

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
};

/** JSON and all else is text. */
export const parquetType = (postgres: string): string => TYPES[postgres] ?? 'VARCHAR';

/** Turns a CSV file of ours into Parquet. Rows pass through in pieces, whatever their number. */
export async function csvToParquet(
  csv: string,
  parquet: string,
  columns: readonly ParquetColumn[],
): Promise<void> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const types = columns.map(({ name, type }) => `${literal(name)}: ${literal(type)}`).join(', ');
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
