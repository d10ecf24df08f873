import { useEffect, useRef, useState } from 'preact/hooks';

/** A screen reader that is told too often is no help. */
const LEAST_MS = 30_000;

/** Says how something goes to who does not see it: at once when `now` changes, else rarely. */
export function Tell({ text, now }: { readonly text: string; readonly now: string }) {
  const [said, say] = useState('');
  const last = useRef({ at: 0, now: '' });
  useEffect(() => {
    const { at, now: before } = last.current;
    const pause = before === now ? at + LEAST_MS - performance.now() : 0;
    const timer = setTimeout(
      () => {
        last.current = { at: performance.now(), now };
        say(text);
      },
      Math.max(0, pause),
    );
    return () => clearTimeout(timer);
  }, [text, now]);
  return (
    <p class="unseen" role="status">
      {said}
    </p>
  );
}
