// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20, Tokens} from "_kit/contracts/Tokens.sol";

interface ISpokePool {
    function depositV3(
        address depositor,
        address recipient,
        address inputToken,
        address outputToken,
        uint256 inputAmount,
        uint256 outputAmount,
        uint256 destinationChainId,
        address exclusiveRelayer,
        uint32 quoteTimestamp,
        uint32 fillDeadline,
        uint32 exclusivityParameter,
        bytes calldata message
    ) external payable;
}

/// Stands in for LI.FI's diamond: one start, by Across, with the first argument and the event that every start has.
contract LiFiDiamond {
    struct BridgeData {
        bytes32 transactionId;
        string bridge;
        string integrator;
        address referrer;
        address sendingAssetId;
        address receiver;
        uint256 minAmount;
        uint256 destinationChainId;
        bool hasSourceSwaps;
        bool hasDestinationCall;
    }

    struct AcrossV3Data {
        address receiverAddress;
        address refundAddress;
        address receivingAssetId;
        uint256 outputAmount;
        uint64 outputAmountPercent;
        address exclusiveRelayer;
        uint32 quoteTimestamp;
        uint32 fillDeadline;
        uint32 exclusivityDeadline;
        bytes message;
    }

    error InformationMismatch();
    error InvalidAmount();
    error InvalidReceiver();

    event LiFiTransferStarted(BridgeData bridgeData);

    ISpokePool private immutable spokePool;
    address private immutable wrappedCoin;

    constructor(address spokePool_, address wrappedCoin_) {
        spokePool = ISpokePool(spokePool_);
        wrappedCoin = wrappedCoin_;
    }

    function startBridgeTokensViaAcrossV3(BridgeData calldata data, AcrossV3Data calldata across) external payable {
        if (data.minAmount == 0) revert InvalidAmount();
        if (data.receiver == address(0)) revert InvalidReceiver();
        if (data.receiver != across.receiverAddress || data.hasSourceSwaps) revert InformationMismatch();
        bool coin = data.sendingAssetId == address(0);
        if (msg.value != (coin ? data.minAmount : 0)) revert InvalidAmount();
        if (!coin) {
            Tokens.pull(data.sendingAssetId, msg.sender, data.minAmount);
            IERC20(data.sendingAssetId).approve(address(spokePool), data.minAmount);
        }
        deposit(data, across, coin ? wrappedCoin : data.sendingAssetId);
        emit LiFiTransferStarted(data);
    }

    function deposit(BridgeData calldata data, AcrossV3Data calldata across, address token) private {
        spokePool.depositV3{value: msg.value}(
            across.refundAddress,
            data.receiver,
            token,
            across.receivingAssetId,
            data.minAmount,
            across.outputAmount,
            data.destinationChainId,
            across.exclusiveRelayer,
            across.quoteTimestamp,
            across.fillDeadline,
            across.exclusivityDeadline,
            across.message
        );
    }
}
