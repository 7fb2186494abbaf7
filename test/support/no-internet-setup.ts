/**
 * Tests ask nobody outside: whatever a test's own process sends to an address that is not this machine's is refused, and the test that sent it
 * sees a failed request. Configuration for the mainnets has public endpoints by default, so that forgetting one variable would be enough.
 */
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

const ask = globalThis.fetch;

globalThis.fetch = (input, init) => {
  const { hostname } = new URL(input instanceof Request ? input.url : String(input));
  return LOOPBACK.test(hostname) ? ask(input, init) : Promise.reject(new TypeError(`a test asked ${hostname}, which is not this machine`));
};
