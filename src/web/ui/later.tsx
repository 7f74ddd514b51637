import { lazy, type ComponentType, type JSX, type LazyExoticComponent } from 'react';
import { FailureNotice } from './failure-notice.tsx';

/**
 * A part of the page that loads when it is needed. One that can't be loaded says so in its place: the server may be lost, or
 * have been replaced by another version. It is tried twice. A verdict must not go away with a form nobody could open.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => {
    try {
      return { default: await load().catch(load) };
    } catch {
      return { default: NotLoaded };
    }
  });
}

function NotLoaded(): JSX.Element {
  return (
    <FailureNotice
      title="A part of this page could not be loaded"
      detail="The server did not answer, or it is another version now."
      remedy="Reload the page once the server answers. What you have typed is kept."
      onRetry={() => location.reload()}
    />
  );
}
