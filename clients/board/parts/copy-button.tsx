import { useEffect, useState } from 'react';
import { copyText } from '../model/copy-text.ts';

/** How long the button says what it did. */
const SAYS_MS = 2_000;

type Outcome = 'none' | 'copied' | 'refused';

const SAYS: Readonly<Record<Outcome, string>> = { none: 'Copy', copied: 'Copied', refused: 'Select it' };

/** Copies a text that is shown shortened. `what` completes "Copy …" for those who listen. */
export const CopyButton = ({ text, what }: { text: string; what: string }) => {
  const [outcome, setOutcome] = useState<Outcome>('none');
  useEffect(() => {
    if (outcome === 'none') return undefined;
    const timer = setTimeout(() => setOutcome('none'), SAYS_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  return (
    <button
      type="button"
      className="copy"
      aria-label={`Copy ${what}`}
      onClick={async () => setOutcome((await copyText(text)) ? 'copied' : 'refused')}
    >
      <span aria-live="polite">{SAYS[outcome]}</span>
    </button>
  );
};
