import { useEffect, useState } from 'preact/hooks';

interface CopyProps {
  readonly text: string;
  readonly children: string;
}

/** A button that copies a text, and says that it did. */
export function Copy({ text, children }: CopyProps) {
  const [said, say] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => say(null), 2000);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () =>
    copied(text).then(
      () => say('Copied'),
      () => say('Not copied: the browser forbids it here'),
    );
  return (
    <button type="button" class="plain" onClick={() => void copy()}>
      <span aria-live="polite">{said ?? children}</span>
    </button>
  );
}

/** Pages of http on another machine have no clipboard of the new kind. */
async function copied(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (!done) throw new Error('not copied');
}
