import { InputError } from '@latentsweep/core';
import type { ToolEnd } from './tool.ts';

/** A step that failed: what of the tool's words matters, and what to do. Nothing was installed by it. */
export function stepFailed(what: string, { code, said }: Pick<ToolEnd, 'code' | 'said'>): InputError {
  for (const { pattern, code: known, reason, hint } of KNOWN) {
    if (pattern.test(said)) return new InputError(known, `${what}: ${reason}. Nothing was installed.`, hint);
  }
  const end = code === null ? 'it was ended' : `it left with ${code}`;
  return new InputError(
    'setup_failed',
    `${what}: ${lastWords(said) ?? end}. Nothing was installed.`,
    'When that is mended, set it up again: it goes on where it stopped.',
  );
}

const AGAIN = 'and set it up again: it goes on where it stopped.';

/** The first that fits: pip finds nothing, too, where it can't reach its index. */
const KNOWN = [
  {
    pattern: /ENOSPC|No space left on device|Errno 28\b|disk quota exceeded|EDQUOT/i,
    code: 'setup_no_space',
    reason: 'the disk is full',
    hint: `Make room, or name a folder on another disk by --to, ${AGAIN}`,
  },
  {
    pattern: /DO NOT MATCH THE HASHES|EINTEGRITY/,
    code: 'setup_wrong_hash',
    reason: 'what the registry sent is not the file that is known here, by its hash',
    hint: 'A mirror or a proxy may have changed it: see `pip config list` and `npm config get registry`. It is never installed.',
  },
  {
    pattern:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|Failed to establish a new connection|timed out|CERTIFICATE_VERIFY_FAILED|ProxyError/i,
    code: 'setup_unreachable',
    reason: 'the registry cannot be reached',
    hint: `See to the network, the proxy (HTTPS_PROXY) and the certificates (PIP_CERT, NODE_EXTRA_CA_CERTS), ${AGAIN}`,
  },
  {
    pattern: /No matching distribution found|Could not find a version|\bE404\b|ETARGET/,
    code: 'setup_not_found',
    reason: 'the registry does not have it',
    hint: 'See which one is asked: `pip config list`, PIP_INDEX_URL, `npm config get registry`.',
  },
] as const;

const MOST = 300;

/** The last line that is an error; the last one of all where none says so. */
function lastWords(said: string): string | null {
  const lines = said
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('npm notice'));
  const line = lines.findLast((text) => /error/i.test(text)) ?? lines.at(-1);
  return line === undefined ? null : line.slice(0, MOST).replace(/\.$/, '');
}
