// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Tokens} from "_kit/contracts/Tokens.sol";

/// Stands in for the holder that users approve: while a call of theirs runs, and no longer, its operator may take what they named.
contract AllowanceHolder {
    error NotAllowed();

    mapping(bytes32 => uint256) private allowed;

    function exec(address operator, address token, uint256 amount, address payable target, bytes calldata data)
        external
        payable
        returns (bytes memory result)
    {
        bytes32 key = keccak256(abi.encode(operator, msg.sender, token));
        allowed[key] = amount;
        bool done;
        // Whom it calls learns from the last twenty bytes on whose behalf.
        (done, result) = target.call{value: msg.value}(abi.encodePacked(data, msg.sender));
        if (!done) {
            assembly {
                revert(add(result, 32), mload(result))
            }
        }
        delete allowed[key];
    }

    function transferFrom(address token, address owner, address recipient, uint256 amount) external returns (bool) {
        bytes32 key = keccak256(abi.encode(msg.sender, owner, token));
        if (allowed[key] < amount) revert NotAllowed();
        allowed[key] -= amount;
        Tokens.pull(token, owner, amount);
        Tokens.push(token, recipient, amount);
        return true;
    }
}
