/** A recorded answer with some of it changed. `Body` is what the test takes the answer for. */
export const changedJson = <Body>(text: string, change: (body: Body) => unknown): string => {
  const body = JSON.parse(text) as Body;
  change(body);
  return JSON.stringify(body);
};
