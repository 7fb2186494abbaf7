import { applyTheme, storedTheme } from './model/theme.ts';

// Runs before the first paint, so that a page that was set to dark never flashes white.
applyTheme(storedTheme());
