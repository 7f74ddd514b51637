import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import { useChartCursor } from '../../ui/chart-cursor.tsx';

/** Reads every chart at the minute the address names (`?minute=`), so that a row can lead to when its worst was. */
export function CursorFromAddress(): null {
  const [search] = useSearchParams();
  const { move } = useChartCursor();
  const minute = search.get('minute');
  useEffect(() => {
    const at = Date.parse(minute ?? '');
    if (Number.isFinite(at)) move(at);
  }, [minute, move]);
  return null;
}
