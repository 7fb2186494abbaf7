export type Theme = 'light' | 'dark';

const KEY = 'routebook-theme';

/** What the reader chose here before; undefined when they leave it to their system. */
export const storedTheme = (): Theme | undefined => {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === 'light' || stored === 'dark' ? stored : undefined;
  } catch {
    // A browser that keeps nothing follows the system.
    return undefined;
  }
};

export const applyTheme = (theme: Theme | undefined): void => {
  if (theme === undefined) delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
};

/** Told on the window whenever the reader chooses. */
const CHOSEN = 'routebook-theme';
const DARK = '(prefers-color-scheme: dark)';

export const storeTheme = (theme: Theme): void => {
  applyTheme(theme);
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // It then lasts as long as the page.
  }
  dispatchEvent(new Event(CHOSEN));
};

const appliedTheme = (): Theme | undefined => {
  const { theme } = document.documentElement.dataset;
  return theme === 'light' || theme === 'dark' ? theme : undefined;
};

/** What the page is drawn in: what was chosen, else what the system says. */
export const currentTheme = (): Theme => appliedTheme() ?? (matchMedia(DARK).matches ? 'dark' : 'light');

/** Calls whenever `currentTheme` may have changed; gives what ends it. */
export const onTheme = (listener: () => void): (() => void) => {
  const system = matchMedia(DARK);
  system.addEventListener('change', listener);
  addEventListener(CHOSEN, listener);
  return () => {
    system.removeEventListener('change', listener);
    removeEventListener(CHOSEN, listener);
  };
};
