import type { DialName } from '../world/dial-list.ts';

export interface DialSetting {
  readonly name: DialName;
  readonly target: string;
  readonly value: number;
}

/** The dials that somebody has set; targets as `dialTarget` writes them. */
export interface DialBoard {
  get(name: DialName, target: string): number | undefined;
  set(setting: DialSetting): void;
  /** Back to the world's own course: one dial, all of a name, or all. Returns how many were set. */
  clear(filter: { readonly name?: string; readonly target?: string }): number;
  list(): readonly DialSetting[];
}

export const createDialBoard = (): DialBoard => {
  const settings = new Map<string, DialSetting>();
  const keyOf = (name: string, target: string): string => `${name} ${target}`;
  return {
    get: (name, target) => settings.get(keyOf(name, target))?.value,
    set: (setting) => void settings.set(keyOf(setting.name, setting.target), setting),
    clear: ({ name, target }) => {
      const matching = [...settings].filter(
        ([, setting]) => (name === undefined || setting.name === name) && (target === undefined || setting.target === target),
      );
      for (const [key] of matching) settings.delete(key);
      return matching.length;
    },
    list: () => [...settings.values()],
  };
};
