import { type FormEvent, useState } from 'react';
import { go, pathOfTransfer } from '../model/place.ts';

/** The way to a transfer that one has the key of, or a transaction's hash; and to all that an address sent and was sent. */
export const FindTransfer = () => {
  const [text, setText] = useState('');
  const find = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') go(pathOfTransfer(text.trim()));
  };
  return (
    <search>
      <form className="question find" onSubmit={find}>
        <label className="label" htmlFor="find">
          Transaction hash of either side, a transfer’s key, or an address
        </label>
        <div className="find-fields">
          <input
            id="find"
            className="find-input"
            autoComplete="off"
            spellCheck={false}
            placeholder="0x… or across:1:4711"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <button type="submit" className="button">
            Find
          </button>
        </div>
      </form>
    </search>
  );
};
