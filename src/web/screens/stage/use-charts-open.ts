import { useState } from 'react';
import { useSearchParams } from 'react-router';

/** The width below which tables turn into lists of rows. */
const narrow = '(max-width: 640px)';

/**
 * Whether the charts are drawn, and how to have them drawn. On a narrow screen they would put everything else out of reach,
 * so they wait there until somebody asks: by the button, or by an address that names a chart (`?open=`) or all (`?charts=all`).
 */
export function useChartsOpen(): readonly [boolean, () => void] {
  const [search] = useSearchParams();
  const [isOpen, setOpen] = useState(() => typeof matchMedia !== 'function' || !matchMedia(narrow).matches);
  const isAsked = search.has('open') || search.get('charts') === 'all';
  return [isOpen || isAsked, () => setOpen(true)];
}
