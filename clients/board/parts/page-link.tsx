import type { MouseEvent, ReactNode } from 'react';
import { go } from '../model/place.ts';

interface Props {
  readonly to: string;
  readonly className?: string;
  readonly current?: boolean;
  readonly children: ReactNode;
}

/** A link to another page of the board. It is a plain link to everybody else: a new tab, a bookmark, a reader. */
export const PageLink = ({ to, className, current = false, children }: Props) => {
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a href={to} className={className} onClick={follow} aria-current={current ? 'page' : undefined}>
      {children}
    </a>
  );
};
