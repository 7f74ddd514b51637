import type { JSX, ReactNode } from 'react';
import { Link } from 'react-router';
import { sayTime } from '#domain/time/zone.ts';
import { useConnection } from '../data/connection.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

/** Header, the bar that says the server is lost, and the page. */
export function Layout({ children }: { readonly children: ReactNode }): JSX.Element {
  const { lostSince, stalled } = useConnection();
  return (
    <>
      <a className="sw-skip" href="#main">
        Skip to the page
      </a>
      <header className="sw-header">
        <Link className="sw-brand" to="/">
          Stagewatch
        </Link>
        <nav aria-label="Main">
          <Link to="/">Rollouts</Link>
          <Link to="/rollouts/new">Import a plan</Link>
          <Link to="/sources">Sources</Link>
          <Link to="/settings/notices">Notices</Link>
          <Link to="/help">Help</Link>
        </nav>
        <ThemeSwitch />
      </header>
      {lostSince === null ? null : (
        <p className="sw-bar" role="alert">
          This page lost its connection at {sayTime(lostSince, 'America/New_York')}. What you see may be
          wrong.
        </p>
      )}
      {stalled && lostSince === null ? (
        <p className="sw-bar" role="alert">
          The watcher has stalled: nothing is being judged. What you see may be wrong.
        </p>
      ) : null}
      <main id="main" className="sw-main" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}
