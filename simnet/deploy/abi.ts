import { parseAbi } from 'viem';

/** What the simnet itself calls. The bridges have their own ABIs; these are the owner's side of the contracts. */
export const tokenAbi = parseAbi([
  'function mint(address to, uint256 amount)',
  'function deposit() payable',
  'function transfer(address to, uint256 amount) returns (bool)',
  'function approve(address spender, uint256 amount) returns (bool)',
]);

export const acrossAbi = parseAbi([
  'function initialize(uint32 initialDepositId, address withdrawalRecipient)',
  'function enableL1TokenForLiquidityProvision(address l1Token)',
  'function addLiquidity(address l1Token, uint256 l1TokenAmount) payable',
  'function setPoolRebalanceRoute(uint256 destinationChainId, address l1Token, address destinationToken)',
  'function updateTokenConfig(address l1Token, string value)',
]);

export const layerZeroAbi = parseAbi([
  'function registerLibrary(address lib)',
  'function setDefaultSendLibrary(uint32 eid, address lib)',
  'function setDefaultReceiveLibrary(uint32 eid, address lib, uint256 gracePeriod)',
  'function setMessagingFee(uint256 nativeFee, uint256 lzTokenFee)',
  'function validatePacket(bytes packet)',
  'function lzReceive((uint32 srcEid, bytes32 sender, uint64 nonce) origin, address receiver, bytes32 guid, bytes message, bytes extraData) payable',
  'event PacketSent(bytes encodedPayload, bytes options, address sendLibrary)',
]);

export const stargateAbi = parseAbi([
  'struct AddressConfig { address feeLib; address planner; address treasurer; address tokenMessaging; address creditMessaging; address lzToken; }',
  'struct TargetCredit { uint32 srcEid; uint64 amount; uint64 minAmount; }',
  'struct TargetCreditBatch { uint16 assetId; TargetCredit[] credits; }',
  'struct EnforcedOption { uint32 eid; uint16 msgType; bytes options; }',
  'function setPeer(uint32 eid, bytes32 peer)',
  'function setAssetId(address stargate, uint16 assetId)',
  'function setPlanner(address planner)',
  'function setEnforcedOptions(EnforcedOption[] options)',
  'function setAddressConfig(AddressConfig config)',
  'function setFeeConfig(uint32 dstEid, uint64 zone1UpperBound, uint64 zone2UpperBound, uint24 zone1FeeMillionth, uint24 zone2FeeMillionth, uint24 zone3FeeMillionth, uint24 rewardMillionth)',
  'function deposit(address receiver, uint256 amountLD) payable returns (uint256)',
  'function paths(uint32 eid) view returns (uint64 credit)',
  'function sendCredits(uint32 dstEid, TargetCreditBatch[] creditBatches) payable',
  'function quoteSendCredits(uint32 dstEid, TargetCreditBatch[] creditBatches) view returns (uint256 nativeFee, uint256 lzTokenFee)',
]);

/** The buses of TokenMessaging: the owner's, the planner's and the driver's side. Source: TokenMessaging.sol of @stargatefinance/stg-evm-v2 2.0.6. */
export const busAbi = parseAbi([
  'struct MessagingFee { uint256 nativeFee; uint256 lzTokenFee; }',
  'struct MessagingReceipt { bytes32 guid; uint64 nonce; MessagingFee fee; }',
  'function setGasLimit(uint32 eid, uint128 gasLimit, uint128 nativeDropGasLimit)',
  'function setMaxNumPassengers(uint32 dstEid, uint8 maxNumPassengers)',
  'function setFares(uint32 dstEid, uint80 busFare, uint80 busAndNativeDropFare)',
  'function busQueues(uint32 dstEid) view returns (uint8 maxNumPassengers, uint80 busFare, uint80 busAndNativeDropFare, uint16 qLength, uint72 nextTicketId)',
  'function quoteDriveBus(uint32 dstEid, bytes passengers) view returns (MessagingFee fee)',
  'function driveBus(uint32 dstEid, bytes passengers) payable returns (MessagingReceipt receipt)',
]);

/** CreditMessaging's own form of setGasLimit. */
export const creditMessagingAbi = parseAbi(['function setGasLimit(uint32 eid, uint128 gasLimit)']);
