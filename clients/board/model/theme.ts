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

export const storeTheme = (theme: Theme): void => {
  applyTheme(theme);
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // It then lasts as long as the page.
  }
};

export const currentTheme = (): Theme => storedTheme() ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
