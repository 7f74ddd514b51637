import { Suspense, useState, type JSX } from 'react';
import { matchPath, useLocation } from 'react-router';
import { later } from '../ui/later.tsx';

const KeptNotices = later(async () => (await import('../screens/stage/later-parts.ts')).KeptNotices);

/** Keeps telling of the stages this tab has opened while other pages are open in it: nobody watches one page all night. */
export function TabNotices(): JSX.Element | null {
  const { pathname } = useLocation();
  const [opened, setOpened] = useState<readonly string[]>([]);
  const { id, stage } = matchPath('/rollouts/:id/stages/:stage', pathname)?.params ?? {};
  const of = id === undefined || stage === undefined ? null : `${id}/${stage}`;
  if (of !== null && !opened.includes(of)) setOpened([...opened, of]);
  if (opened.length === 0) return null;
  return (
    <Suspense fallback={null}>
      <KeptNotices stages={opened} />
    </Suspense>
  );
}
