import { Suspense, useEffect, type JSX, type ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { later } from '../ui/later.tsx';
import { useChoice } from '../ui/reader-choice.ts';
import { ConnectionBars } from './connection-bars.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

const Keyboard = later(async () => (await import('./keyboard.tsx')).Keyboard);

/** Header, what is to be said of the connection, and the page. A wall is nothing but its message. */
export function Layout({ children }: { readonly children: ReactNode }): JSX.Element {
  const [keys] = useChoice('keys');
  const isWall = useLocation().pathname.endsWith('/wall');
  useLook(isWall);
  if (isWall) return <main className="sw-wall-main">{children}</main>;
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
          <Link to="/settings">Settings</Link>
          <Link to="/help">Help</Link>
        </nav>
        <ThemeSwitch />
      </header>
      <ConnectionBars />
      <main id="main" className="sw-main" tabIndex={-1}>
        {children}
      </main>
      {keys === 'on' ? (
        <Suspense fallback={null}>
          <Keyboard />
        </Suspense>
      ) : null}
    </>
  );
}

/** Colors and density as this browser has chosen them; a wall is dark unless its address says otherwise. */
function useLook(isWall: boolean): void {
  const [theme] = useChoice('theme');
  const [density] = useChoice('density');
  const asked = new URLSearchParams(useLocation().search).get('theme');
  const onWall = asked === 'light' || asked === 'system' ? asked : 'dark';
  const shown = isWall ? onWall : theme;
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (shown === 'system') delete dataset['theme'];
    else dataset['theme'] = shown;
    dataset['density'] = density;
  }, [shown, density]);
}
