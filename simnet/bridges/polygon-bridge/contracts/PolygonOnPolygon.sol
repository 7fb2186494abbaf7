// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {StandInToken} from "_kit/contracts/StandInToken.sol";
import {PolygonRlp} from "polygon-bridge/contracts/PolygonProofs.sol";

/// Hands on what Ethereum tells, in the order of its numbers; what fails is kept, and anybody may try it again.
contract PolygonStateReceiver {
    using PolygonRlp for bytes;

    address public constant SYSTEM_ADDRESS = 0xffffFFFfFFffffffffffffffFfFFFfffFFFfFFfE;

    uint256 public lastStateId;
    mapping(uint256 => bytes) public failedStateSyncs;

    event StateCommitted(uint256 indexed stateId, bool success);
    event StateSyncReplay(uint256 indexed stateId);

    function commitState(uint256, bytes calldata record) external returns (bool success) {
        require(msg.sender == SYSTEM_ADDRESS, "Not System Addess!");
        bytes[] memory parts = bytes(record).list();
        uint256 stateId = parts[0].number();
        require(stateId == lastStateId + 1, "StateIds are not sequential");
        lastStateId = stateId;
        address receiver = address(uint160(parts[1].number()));
        bytes memory data = parts[2].content();
        if (receiver.code.length == 0) return false;
        success = hand(receiver, stateId, data);
        emit StateCommitted(stateId, success);
        if (!success) failedStateSyncs[stateId] = abi.encode(receiver, data);
    }

    function replayFailedStateSync(uint256 stateId) external {
        bytes memory failed = failedStateSyncs[stateId];
        require(failed.length != 0, "!found");
        delete failedStateSyncs[stateId];
        (address receiver, bytes memory data) = abi.decode(failed, (address, bytes));
        require(hand(receiver, stateId, data), "!replay");
        emit StateSyncReplay(stateId);
    }

    function hand(address receiver, uint256 stateId, bytes memory data) private returns (bool success) {
        (success,) = receiver.call(abi.encodeWithSignature("onStateReceive(uint256,bytes)", stateId, data));
    }
}

/// Mints what was deposited. The pairs are those that the other side was given.
contract PolygonChildChainManager {
    bytes32 public constant DEPOSIT = keccak256("DEPOSIT");
    address private constant RECEIVER = 0x0000000000000000000000000000000000001001;

    mapping(address => address) public rootToChildToken;
    mapping(address => address) public childToRootToken;

    constructor(address[] memory roots, address[] memory children) {
        for (uint256 index = 0; index < roots.length; index++) {
            rootToChildToken[roots[index]] = children[index];
            childToRootToken[children[index]] = roots[index];
        }
    }

    function onStateReceive(uint256, bytes calldata data) external {
        require(msg.sender == RECEIVER, "ChildChainManager: INSUFFICIENT_PERMISSIONS");
        (bytes32 kind, bytes memory told) = abi.decode(data, (bytes32, bytes));
        require(kind == DEPOSIT, "ChildChainManager: INVALID_SYNC_TYPE");
        (address user, address rootToken, bytes memory depositData) = abi.decode(told, (address, address, bytes));
        address child = rootToChildToken[rootToken];
        require(child != address(0), "ChildChainManager: TOKEN_NOT_MAPPED");
        PolygonChildToken(child).deposit(user, depositData);
    }
}

/// A token that stands for one of Ethereum's, as UChildERC20 is one.
contract PolygonChildToken is StandInToken {
    address private immutable depositor;

    constructor(string memory name_, string memory symbol_, uint8 decimals_, address depositor_) StandInToken(name_, symbol_, decimals_) {
        depositor = depositor_;
    }

    function deposit(address user, bytes calldata depositData) external {
        require(msg.sender == depositor, "INSUFFICIENT_PERMISSIONS");
        mint(user, abi.decode(depositData, (uint256)));
    }

    function withdraw(uint256 amount) external {
        destroy(msg.sender, amount);
    }
}
