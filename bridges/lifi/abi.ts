import { parseAbi } from 'viem';

const BRIDGE_DATA =
  '(bytes32 transactionId, string bridge, string integrator, address referrer, address sendingAssetId, address receiver, uint256 minAmount, uint256 destinationChainId, bool hasSourceSwaps, bool hasDestinationCall)' as const;

/** The diamond’s events that tell of a transfer. Source: lifinance/contracts, ILiFi.sol. */
export const diamondEvents = parseAbi([
  `event LiFiTransferStarted(${BRIDGE_DATA} bridgeData)`,
  'event LiFiTransferCompleted(bytes32 indexed transactionId, address receivingAssetId, address receiver, uint256 amount, uint256 timestamp)',
]);

/** The first argument of every facet’s function that starts a transfer, whatever bridge it goes by: what the event repeats. */
export const bridgeData = diamondEvents[0].inputs;
