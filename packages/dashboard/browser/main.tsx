import { render } from 'preact';
import { App } from './app.tsx';

const root = document.getElementById('app');
if (root) {
  // What the server wrote for the first look gives way to the same, alive.
  root.replaceChildren();
  render(<App />, root);
}
