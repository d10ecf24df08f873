import { expect, test } from 'vitest';
import { html, Markup } from './markup.ts';

test('what is put in is text, never markup', () => {
  const name = `<script>alert("a & 'b'")</script>`;
  expect(html`<td title="${name}">${name}</td>`.text).toBe(
    '<td title="&lt;script&gt;alert(&quot;a &amp; &#39;b&#39;&quot;)&lt;/script&gt;">' +
      '&lt;script&gt;alert(&quot;a &amp; &#39;b&#39;&quot;)&lt;/script&gt;</td>',
  );
});

test('markup stays what it is, in lists too; null is nothing', () => {
  const items = ['a<', 'b'].map((text) => html`<li>${text}</li>`);
  expect(html`<ul>${items}${null}${new Markup('<li/>')}</ul>`.text).toBe(
    '<ul><li>a&lt;</li><li>b</li><li/></ul>',
  );
});

test('controls and marks that turn text round are shown; lines and tabs are kept', () => {
  expect(html`${'a\u0000\u202Eb\n\tc'}`.text).toBe('a\\u{0}\\u{202E}b\n\tc');
});
