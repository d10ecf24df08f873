import { type Found, openSection, type Section } from '@latentsweep/plain-file';
import type { DatasetDefinition } from '../port.ts';
import { IMAGE_KEYS, SHARE_KEYS } from './keys.ts';
import { summingToOne } from './values.ts';

type ImagesDefinition = Extract<DatasetDefinition, { kind: 'images' }>;

export const IMAGE_NAMES = ['kind', ...Object.keys(IMAGE_KEYS), 'split'];

/** `folderOf`: where a path starts that stands there. Undefined with faults. */
export function readImageKeys(
  section: Section<typeof IMAGE_KEYS>,
  folderOf: (found: Found) => string,
): ImagesDefinition | undefined {
  const path = section.get('path');
  const found = section.under('path');
  if (!found) section.fault('missing_key', 'needs path', 'Name a file of images with `path`.');
  const target = section.get('target') ?? null;
  const drop = section.get('drop');
  if (target !== null && drop?.includes(target)) {
    const message = `must not hold the target ${JSON.stringify(target)}`;
    section.at('drop').fault('target_used', message, 'Remove it from the list.');
  }
  const shape = readShape(section);
  const max = section.get('max') ?? null;
  const positive = section.get('positive') ?? null;
  const balance = section.get('balance');
  const split = readShares(section);
  if (!found || path === undefined || !drop || shape === undefined || !balance || !split) return undefined;
  return {
    kind: 'images',
    path,
    folder: folderOf(found),
    target,
    drop,
    shape,
    max,
    positive,
    split,
    balance,
  };
}

function readShape(section: Section<typeof IMAGE_KEYS>): ImagesDefinition['shape'] | undefined {
  const given = section.get('shape');
  const found = section.under('shape');
  if (!found) return null;
  if (given === undefined) return undefined;
  const [height, width, channels] = given;
  if (given.length !== 3 || (channels !== 1 && channels !== 3)) {
    const message = `must be height, width and channels (1 or 3), got [${given.join(', ')}]`;
    return found.fault('wrong_length', message, 'Write a list such as [28, 28, 1] for grey images.');
  }
  return [height!, width!, channels];
}

function readShares(section: Found): ImagesDefinition['split'] | undefined {
  const hint = 'Write `split: { train: 0.6, validation: 0.2, test: 0.2 }`.';
  const keys = openSection(section, 'split', SHARE_KEYS, hint);
  const split = keys?.all('train', 'validation', 'test');
  return split && summingToOne(Object.values(split), 'bad_shares', keys!) ? split : undefined;
}
