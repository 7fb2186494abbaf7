// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20, Tokens} from "_kit/contracts/Tokens.sol";

/// A stand-in, written for the simnet, with the functions, events and errors of Relay's depository that a deposit meets. What the real
/// one does beside, paying solvers back by an allocator's word, is left out.
contract RelayDepositoryStandIn {
    error TransferFromFailed();

    event RelayNativeDeposit(address from, uint256 amount, bytes32 id);
    event RelayErc20Deposit(address from, address token, uint256 amount, bytes32 id);

    function depositNative(address depositor, bytes32 id) external payable {
        emit RelayNativeDeposit(creditedTo(depositor), msg.value, id);
    }

    function depositErc20(address depositor, address token, uint256 amount, bytes32 id) external {
        take(depositor, token, amount, id);
    }

    /// Takes whatever is allowed.
    function depositErc20(address depositor, address token, bytes32 id) external {
        take(depositor, token, IAllowance(token).allowance(msg.sender, address(this)), id);
    }

    function take(address depositor, address token, uint256 amount, bytes32 id) private {
        (bool done, bytes memory answer) = token.call(abi.encodeCall(IERC20.transferFrom, (msg.sender, address(this), amount)));
        if (!done || (answer.length > 0 && !abi.decode(answer, (bool)))) revert TransferFromFailed();
        emit RelayErc20Deposit(creditedTo(depositor), token, amount, id);
    }

    /// Nobody named means whoever sends.
    function creditedTo(address depositor) private view returns (address) {
        return depositor == address(0) ? msg.sender : depositor;
    }
}

interface IAllowance {
    function allowance(address owner, address spender) external view returns (uint256);
}

/// Stands at the address from which Relay's solver pays. On the mainnets that is an account which keeps its books elsewhere; here it keeps
/// them on chain, so that a restarted simnet pays nobody twice and a reorganised chain pays again. It logs nothing, as the account does not.
contract RelaySolverStandIn {
    address private immutable operator;
    /// The block of a request's payment; 0 while there is none.
    mapping(bytes32 => uint256) public paidInBlock;

    constructor(address operator_) {
        operator = operator_;
    }

    receive() external payable {}

    function pay(bytes32 id, address token, address to, uint256 amount) external {
        require(msg.sender == operator, "not the operator");
        require(paidInBlock[id] == 0, "paid already");
        paidInBlock[id] = block.number;
        if (token == address(0)) Tokens.pushCoin(to, amount);
        else Tokens.push(token, to, amount);
    }
}
