// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

interface IERC20 {
    function balanceOf(address account) external view returns (uint256);
    function transfer(address to, uint256 amount) external returns (bool);
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
    function approve(address spender, uint256 amount) external returns (bool);
}

/// Test tokens can be made at will; the simnet's mint for whoever asks.
interface IMintable is IERC20 {
    function mint(address to, uint256 amount) external;
}

interface IWrappedCoin is IERC20 {
    function deposit() external payable;
    function withdraw(uint256 amount) external;
}

/// What every stand-in does with tokens. Some tokens answer nothing where the standard wants a bool.
library Tokens {
    error TransferFailed(address token);
    error CoinTransferFailed(address to);

    function pull(address token, address from, uint256 amount) internal {
        check(token, abi.encodeCall(IERC20.transferFrom, (from, address(this), amount)));
    }

    function push(address token, address to, uint256 amount) internal {
        check(token, abi.encodeCall(IERC20.transfer, (to, amount)));
    }

    function pushCoin(address to, uint256 amount) internal {
        (bool done,) = to.call{value: amount}("");
        if (!done) revert CoinTransferFailed(to);
    }

    function check(address token, bytes memory call) internal {
        (bool done, bytes memory answer) = token.call(call);
        if (!done) {
            assembly {
                revert(add(answer, 32), mload(answer))
            }
        }
        if (answer.length > 0 && !abi.decode(answer, (bool))) revert TransferFailed(token);
    }
}
