import { useLive } from './live.ts';
import { ComparePage } from './page/compare.tsx';
import { ConfigPage } from './page/config.tsx';
import { SqlPage } from './page/sql.tsx';
import { SweepPage } from './page/sweep.tsx';
import { SweepsPage } from './page/sweeps.tsx';
import { TrialPage } from './page/trial.tsx';
import { Empty } from './part/empty.tsx';
import { Go } from './part/go.tsx';
import { LinkState } from './part/link-state.tsx';
import { type Place, usePlace } from './place.ts';
import { pathTo, type Route, routeOf } from './route.ts';
import { useTitle } from './use-title.ts';

export function App() {
  const place = usePlace();
  const route = routeOf(place.path);
  const listens = route.page !== 'sql' && route.page !== 'trial' && route.page !== 'unknown';
  const live = useLive(listens ? ('sweep' in route ? route.sweep : null) : undefined);
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <header class="top">
        <nav aria-label="Pages">
          <span class="brand">latentsweep</span>
          <Go to={pathTo.sweeps} current={route.page === 'sweeps'}>
            Sweeps
          </Go>
          <Go to={pathTo.sql} current={route.page === 'sql'}>
            SQL
          </Go>
        </nav>
      </header>
      <LinkState live={live} />
      <main id="main" tabIndex={-1}>
        <Page route={route} place={place} live={live} />
      </main>
    </>
  );
}

interface PageProps {
  readonly route: Route;
  readonly place: Place;
  readonly live: ReturnType<typeof useLive>;
}

function Page({ route, place: { query }, live }: PageProps) {
  switch (route.page) {
    case 'sweeps':
      return <SweepsPage query={query} live={live} />;
    case 'sweep':
      return <SweepPage key={route.sweep} word={route.sweep} query={query} live={live} />;
    case 'config':
      return <ConfigPage key={route.hash} word={route.sweep} hash={route.hash} query={query} live={live} />;
    case 'compare':
      return <ComparePage word={route.sweep} query={query} live={live} />;
    case 'trial':
      return <TrialPage id={route.id} />;
    case 'sql':
      return <SqlPage query={query} />;
    case 'unknown':
      return <Unknown />;
  }
}

function Unknown() {
  useTitle('No such page');
  return (
    <Empty>
      <h1>There is no such page</h1>
      <p>
        <Go to={pathTo.sweeps}>All sweeps</Go>
      </p>
    </Empty>
  );
}
