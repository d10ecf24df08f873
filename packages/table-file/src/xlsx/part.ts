import { TextDecoder } from 'node:util';
import { damagedZip, entryBytes, type Zip, type ZipEntry } from '../zip/zip.ts';
import { XmlError, type XmlEvent, XmlReader } from './xml.ts';

/** An entry as it is named in the archive, which begins with no slash. */
export function entryNamed(zip: Zip, name: string): ZipEntry | undefined {
  const bare = name.replace(/^\//, '');
  return zip.entries.find((entry) => entry.name === bare);
}

/** What stands in a part of a workbook. Throws InputError where it is no XML. */
export async function* eventsOf(zip: Zip, entry: ZipEntry): AsyncGenerator<readonly XmlEvent[]> {
  const decoder = new TextDecoder('utf-8');
  const reader = new XmlReader();
  try {
    for await (const piece of entryBytes(zip, entry))
      yield reader.read(decoder.decode(piece, { stream: true }));
    yield reader.read(decoder.decode(), true);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw damagedZip(zip.path, `\`${entry.name}\` in it can't be read: ${error.message}`);
  }
}
