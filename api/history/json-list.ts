/**
 * Rows, an object a line, as one JSON document: `head`, the rows with commas between, and what `tail` makes of their number and the last of them.
 * Nothing of it is kept but the last row.
 */
export async function* jsonList(
  rows: AsyncIterable<Buffer>,
  parts: { head: string; tail: (count: number, last: string) => string },
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  let last = '';
  let count = 0;
  yield parts.head;
  for await (const chunk of rows) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (lines.length === 0) continue;
    yield `${count === 0 ? '' : ','}${lines.join(',')}`;
    count += lines.length;
    last = lines.at(-1) ?? '';
  }
  yield parts.tail(count, last);
}
