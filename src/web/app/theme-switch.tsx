import { useEffect, useState, type JSX } from 'react';

const key = 'stagewatch.theme';
const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

/** Light, dark, or what the system says. */
export function ThemeSwitch(): JSX.Element {
  const [theme, setTheme] = useState<Theme>(
    () => themes.find((one) => one === localStorage.getItem(key)) ?? 'system',
  );
  useEffect(() => {
    localStorage.setItem(key, theme);
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);
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
