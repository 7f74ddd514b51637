import type { JSX } from 'react';
import { choicesOf, useChoice } from '../ui/reader-choice.ts';

/** Light, dark, or what the system says. */
export function ThemeSwitch(): JSX.Element {
  const [theme, setTheme] = useChoice('theme');
  const themes = choicesOf('theme');
  return (
    <label className="sw-small" htmlFor="theme">
      Colors{' '}
      <select
        id="theme"
        value={theme}
        onChange={(event) => setTheme(themes.find((one) => one === event.target.value) ?? 'system')}
      >
        {themes.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  );
}
