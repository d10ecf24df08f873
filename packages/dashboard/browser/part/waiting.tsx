/** A place where something will be, as tall as it is likely to become. */
export function Waiting({ what, rows = 6 }: { readonly what: string; readonly rows?: number }) {
  return (
    <div class="waiting" role="status" aria-label={`${what} …`}>
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} class="waiting-row" />
      ))}
    </div>
  );
}
