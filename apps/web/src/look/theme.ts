import type { Preferences } from '@triad/collab';
import { useEffect } from 'react';

export type Theme = NonNullable<Preferences['theme']>;

const KEY = 'triad.theme';
const DARK = '(prefers-color-scheme: dark)';

/** What was chosen on this device last, so that the first paint needs no answer of the server. */
export function rememberedTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}

/** Sets the class that the colours hang on, and remembers the choice on this device. */
export function applyTheme(theme: Theme): void {
  const dark = theme === 'dark' || (theme === 'system' && matchMedia(DARK).matches);
  document.documentElement.classList.toggle('dark', dark);
  document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
  try {
    if (theme === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    /* A browser that keeps nothing still gets the theme for this page. */
  }
}

/** Applies `theme`, and follows the system's while that is what was chosen. */
export function useTheme(theme: Theme): void {
  useEffect(() => {
    applyTheme(theme);
    const media = matchMedia(DARK);
    const follow = () => applyTheme(theme);
    media.addEventListener('change', follow);
    return () => media.removeEventListener('change', follow);
  }, [theme]);
}
