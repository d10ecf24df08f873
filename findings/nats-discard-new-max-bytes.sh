#!/usr/bin/env bash
# One would guess that a JetStream stream with `discard: new` keeps whatever it acknowledged, and refuses what exceeds `max_bytes`.
# nats-server 2.9.10 (Debian 12) leaves its own bytes a message out of that check: it acknowledges one that fits by its payload
# alone, and then silently drops the oldest. Newer servers refuse it. So an operator's limit there loses acknowledged messages.
set -euo pipefail
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @nats-io/transport-node@3.4.0 @nats-io/jetstream@3.4.0 >/dev/null
cat > publish.mjs <<'JS'
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
const nc = await connect({ servers: `127.0.0.1:${process.argv[2]}` });
const jsm = await jetstreamManager(nc);
await jsm.streams.add({ name: 's', subjects: ['s.>'], discard: 'new', max_bytes: 3000 });
let acknowledged = 0;
for (let i = 0; i < 9; i++) {
  const answer = (await nc.request(`s.${i}`, new Uint8Array(400))).json();
  if (!answer.error) acknowledged += 1;
}
const { messages } = (await jsm.streams.info('s')).state;
const { version } = nc.info;
console.log(`nats-server ${version}: ${acknowledged} of 9 acknowledged, ${messages} there`);
await nc.close();
process.exit((version === '2.9.10') === (acknowledged > messages) ? 0 : 1);
JS
port=$((20000 + RANDOM % 20000))
for version in v2.9.10 v2.15.3; do
  GOBIN="$folder/$version" go install "github.com/nats-io/nats-server/v2@$version"
  port=$((port + 1))
  "$version/nats-server" -a 127.0.0.1 -p "$port" -js -sd "$folder/store-$version" >"$folder/$version.log" 2>&1 &
  server=$!
  until grep -qs 'Server is ready' "$folder/$version.log"; do sleep 0.1; done
  node publish.mjs "$port"
  kill "$server"
  wait "$server" 2>/dev/null || true
  server=
done
