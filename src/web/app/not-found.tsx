import type { JSX } from 'react';
import { Link } from 'react-router';
import { useTitle } from '../ui/announce.ts';

export function NotFound(): JSX.Element {
  useTitle('Not found - Stagewatch');
  return (
    <>
      <h1>There is no such page</h1>
      <p>
        Check the address, or go to the <Link to="/">list of rollouts</Link>.
      </p>
    </>
  );
}
