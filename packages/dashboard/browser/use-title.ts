import { useEffect } from 'preact/hooks';

/** What the tab and the history call the page. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · latentsweep`;
  }, [title]);
}
