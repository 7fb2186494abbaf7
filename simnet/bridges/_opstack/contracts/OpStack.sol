// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {StandInToken} from "_kit/contracts/StandInToken.sol";

/// A proposal of an output root that nobody disputes: the defender wins when its clock has run down. Functions as the portal calls them.
contract OpDisputeGame {
    uint32 public immutable gameType;
    bytes32 public immutable rootClaim;
    uint64 public immutable createdAt;
    uint64 private immutable clock;
    bytes public extraData;

    constructor(uint32 gameType_, bytes32 rootClaim_, bytes memory extraData_, uint64 clock_) {
        gameType = gameType_;
        rootClaim = rootClaim_;
        extraData = extraData_;
        createdAt = uint64(block.timestamp);
        clock = clock_;
    }

    function resolvedAt() public view returns (uint64) {
        return block.timestamp < createdAt + clock ? 0 : createdAt + clock;
    }

    /// 0 in progress, 1 the challenger wins, 2 the defender wins.
    function status() external view returns (uint8) {
        return resolvedAt() == 0 ? 0 : 2;
    }
}

/// Keeps the proposals in their order, as DisputeGameFactory does.
contract OpDisputeGameFactory {
    struct Game {
        uint32 gameType;
        uint64 timestamp;
        OpDisputeGame proxy;
    }

    Game[] private games;
    uint64 private immutable clock;

    event DisputeGameCreated(address indexed disputeProxy, uint32 indexed gameType, bytes32 indexed rootClaim);

    constructor(uint64 clock_) {
        clock = clock_;
    }

    function create(uint32 gameType, bytes32 rootClaim, bytes calldata extraData) external payable returns (OpDisputeGame proxy) {
        proxy = new OpDisputeGame(gameType, rootClaim, extraData, clock);
        games.push(Game(gameType, uint64(block.timestamp), proxy));
        emit DisputeGameCreated(address(proxy), gameType, rootClaim);
    }

    function gameCount() external view returns (uint256) {
        return games.length;
    }

    function gameAtIndex(uint256 index) external view returns (uint32, uint64, OpDisputeGame) {
        Game memory game = games[index];
        return (game.gameType, game.timestamp, game.proxy);
    }
}

/// A token that the standard bridge mints and burns, as OptimismMintableERC20 is one.
contract OpBridgedToken is StandInToken {
    address public immutable l1Token;
    address public immutable bridge;

    event Mint(address indexed account, uint256 amount);
    event Burn(address indexed account, uint256 amount);

    error OnlyBridge();

    constructor(string memory name_, string memory symbol_, uint8 decimals_, address l1Token_, address bridge_)
        StandInToken(name_, symbol_, decimals_)
    {
        l1Token = l1Token_;
        bridge = bridge_;
    }

    function remoteToken() external view returns (address) {
        return l1Token;
    }

    /// ERC-165, ILegacyMintableERC20 and IOptimismMintableERC20.
    function supportsInterface(bytes4 id) external pure returns (bool) {
        bytes4 writes = this.mint.selector ^ this.burn.selector;
        return id == 0x01ffc9a7 || id == (writes ^ this.l1Token.selector)
            || id == (writes ^ this.remoteToken.selector ^ this.bridge.selector);
    }

    function mint(address to, uint256 amount) public override {
        super.mint(to, amount);
        emit Mint(to, amount);
    }

    function burn(address from, uint256 amount) external {
        if (msg.sender != bridge) revert OnlyBridge();
        destroy(from, amount);
        emit Burn(from, amount);
    }
}
