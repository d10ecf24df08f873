import { redacted } from '@latentsweep/core';

const SHAPE = 'nats://host:4222 or tls://host:4222; several servers of one cluster are separated by commas';

/** What is wrong with the URL of a bus, or null: the rule, then what to write. */
export function faultOfBusUrl(text: string): { readonly message: string; readonly hint: string } | null {
  const servers = text.split(',').map((part) => part.trim());
  for (const server of servers) {
    const shown = redacted(server);
    if (!/^(nats|tls):\/\//i.test(server) || !URL.canParse(server)) {
      return { message: `the bus is named by a URL, got "${shown}"`, hint: `Write ${SHAPE}.` };
    }
    const { username, password, pathname, search, hostname } = new URL(server);
    if (username !== '' || password !== '') {
      return {
        message: `"${shown}" holds a user or a password`,
        hint: 'Put the NKey or the .creds into a file and name that: `credentials` in latentsweep.yaml, or LATENTSWEEP_BUS_CREDENTIALS.',
      };
    }
    if (hostname === '' || !['', '/'].includes(pathname) || search !== '') {
      return { message: `a server is a host and a port, got "${shown}"`, hint: `Write ${SHAPE}.` };
    }
  }
  return null;
}
