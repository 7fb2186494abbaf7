/**
 * The depository takes deposits; the same address on every EVM chain that has one. Source: relayprotocol/relay-depository at 8c46f72d, and
 * docs.relay.link, contract addresses. The simnet's stand-in is at the same address.
 */
export const DEPOSITORY = '0x4cd00e387622c35bddb9b4c962c136462338bc31';

/** Pays recipients on EVM chains out of its own money. Source: docs.relay.link/references/api/api_resources/contract-addresses. */
export const SOLVER = '0xf70da97812cb96acdf810712aa562db8dfa3dbef';

/** Stands for a user where nobody has said who will send: what Relay's own SDK does. */
export const NOBODY = '0x000000000000000000000000000000000000dEaD';
