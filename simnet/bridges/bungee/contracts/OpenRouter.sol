// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20, Tokens} from "_kit/contracts/Tokens.sol";

interface IAllowanceHolder {
    function transferFrom(address token, address owner, address recipient, uint256 amount) external returns (bool);
}

interface IAllowing is IERC20 {
    function allowance(address owner, address spender) external view returns (uint256);
}

/// Stands in for Socket's router: its direct way to a bridge, with a fee taken before it.
contract OpenRouter {
    struct InputData {
        address user;
        address inputToken;
        uint256 inputAmount;
    }

    struct FeeData {
        address receiver;
        uint256 amount;
    }

    struct BridgeData {
        address target;
        address approvalSpender;
        uint256 value;
    }

    error CallerNotSignedUser();
    error InsufficientMsgValue();
    error InvalidExecution();

    event RequestExecuted(bytes32 indexed quoteId);

    address private constant COIN = 0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE;
    address private immutable holder;

    constructor(address holder_) {
        holder = holder_;
    }

    receive() external payable {}

    function bridge(
        bytes32 quoteId,
        InputData calldata input,
        FeeData calldata fee,
        BridgeData calldata to,
        bytes calldata bridgeCallData
    ) external payable {
        if (to.target == address(0) || input.user == address(0) || input.inputToken == address(0)) revert InvalidExecution();
        bool coin = input.inputToken == COIN;
        if (coin) {
            if (msg.value < input.inputAmount) revert InsufficientMsgValue();
            if (fee.amount != 0) Tokens.pushCoin(fee.receiver, fee.amount);
        } else {
            if (sender() != input.user) revert CallerNotSignedUser();
            IAllowanceHolder(holder).transferFrom(input.inputToken, input.user, address(this), input.inputAmount);
            if (fee.amount != 0) Tokens.push(input.inputToken, fee.receiver, fee.amount);
            if (to.approvalSpender != address(0)) allow(input.inputToken, to.approvalSpender, input.inputAmount - fee.amount);
        }
        (bool done, bytes memory answer) = to.target.call{value: to.value}(bridgeCallData);
        if (!done) {
            assembly {
                revert(add(answer, 32), mload(answer))
            }
        }
        emit RequestExecuted(quoteId);
    }

    function allow(address token, address spender, uint256 amount) private {
        if (IAllowing(token).allowance(address(this), spender) >= amount) return;
        Tokens.check(token, abi.encodeCall(IERC20.approve, (spender, type(uint256).max)));
    }

    function sender() private view returns (address) {
        return msg.sender == holder ? address(bytes20(msg.data[msg.data.length - 20:])) : msg.sender;
    }
}
