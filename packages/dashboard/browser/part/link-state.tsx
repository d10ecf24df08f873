import { useEffect, useState } from 'preact/hooks';
import type { Live } from '../live.ts';

/** Whether what is seen is what is: said when the server is gone, and that it is back. */
export function LinkState({ live }: { readonly live: Live }) {
  return (
    <div aria-live="polite" class="link-state">
      {live.link === 'away' && (
        <p class="banner banner-bad">
          {live.why ?? 'The server does not answer.'} What is seen here is how it was; the page goes on
          asking.
        </p>
      )}
      {live.link === 'gone' && (
        <p class="banner banner-bad">
          {live.why ?? 'This sweep was removed.'} What is seen here is how it was.
        </p>
      )}
      {live.link === 'live' && live.returns > 0 && <Back key={live.returns} what={live.missed} />}
    </div>
  );
}

/** Long enough to be read. */
const BACK_MS = 8000;

function Back({ what }: { readonly what: Live['missed'] }) {
  const [shown, show] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => show(false), BACK_MS);
    return () => clearTimeout(timer);
  }, []);
  return shown ? <p class="banner banner-good">The {what} is back.</p> : null;
}
