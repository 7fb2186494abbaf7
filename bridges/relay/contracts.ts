/**
 * The depository takes deposits; the same address on every EVM chain that has one. Source: relayprotocol/relay-depository at 8c46f72d, and
 * docs.relay.link, contract addresses. The simnet's stand-in is at the same address.
 */
export const DEPOSITORY = '0x4cD00E387622C35bDDB9b4c962C136462338BC31';

/** Pays recipients on EVM chains out of its own money. Source: docs.relay.link/references/api/api_resources/contract-addresses. */
export const SOLVER = '0xf70da97812CB96acDF810712Aa562db8dfA3dbEF';

/** Stands for a user where nobody has said who will send: what Relay's own SDK does. */
export const NOBODY = '0x000000000000000000000000000000000000dEaD';
