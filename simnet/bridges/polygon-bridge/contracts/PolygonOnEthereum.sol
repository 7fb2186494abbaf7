// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Tokens} from "_kit/contracts/Tokens.sol";
import {PolygonProofs, PolygonRlp} from "polygon-bridge/contracts/PolygonProofs.sol";

/// Numbers what Ethereum tells Polygon. Which sender may tell which receiver is not looked at here.
contract PolygonStateSender {
    uint256 public counter;

    event StateSynced(uint256 indexed id, address indexed contractAddress, bytes data);

    function syncState(address receiver, bytes calldata data) external {
        counter++;
        emit StateSynced(counter, receiver, data);
    }
}

/// Keeps checkpoints, each following the one before it; the first may begin anywhere. The validators' signatures are not looked at: one proposer
/// speaks for them.
contract PolygonRootChain {
    struct HeaderBlock {
        bytes32 root;
        uint256 start;
        uint256 end;
        uint256 createdAt;
        address proposer;
    }

    uint256 private constant STEP = 10000;
    uint256 private constant BOR_CHAIN_ID = 137;

    address private immutable validators;
    uint256 public _nextHeaderBlock = STEP;
    mapping(uint256 => HeaderBlock) public headerBlocks;

    event NewHeaderBlock(
        address indexed proposer, uint256 indexed headerBlockId, uint256 indexed reward, uint256 start, uint256 end, bytes32 root
    );

    constructor(address validators_) {
        validators = validators_;
    }

    function submitCheckpoint(bytes calldata data, uint256[3][] calldata) external {
        (address proposer, uint256 start, uint256 end, bytes32 root,, uint256 chainId) =
            abi.decode(data, (address, uint256, uint256, bytes32, bytes32, uint256));
        require(chainId == BOR_CHAIN_ID, "Invalid bor chain id");
        require(msg.sender == validators && proposer == validators, "INVALID_SIGNATURES");
        require(currentHeaderBlock() == 0 || start == getLastChildBlock() + 1, "INCORRECT_HEADER_DATA");
        require(end >= start, "INCORRECT_HEADER_DATA");
        headerBlocks[_nextHeaderBlock] = HeaderBlock(root, start, end, block.timestamp, proposer);
        emit NewHeaderBlock(proposer, _nextHeaderBlock, 0, start, end, root);
        _nextHeaderBlock += STEP;
    }

    function currentHeaderBlock() public view returns (uint256) {
        return _nextHeaderBlock - STEP;
    }

    function getLastChildBlock() public view returns (uint256) {
        return headerBlocks[currentHeaderBlock()].end;
    }
}

/// Holds what was deposited; only the manager moves it. It is told what a burn was, where the real one reads the burn's log itself.
abstract contract PolygonPredicate {
    address internal immutable manager;

    constructor(address manager_) {
        manager = manager_;
    }

    modifier onlyManager() {
        require(msg.sender == manager, "INSUFFICIENT_PERMISSIONS");
        _;
    }
}

contract PolygonErc20Predicate is PolygonPredicate {
    event LockedERC20(address indexed depositor, address indexed depositReceiver, address indexed rootToken, uint256 amount);
    event ExitedERC20(address indexed exitor, address indexed rootToken, uint256 amount);

    constructor(address manager_) PolygonPredicate(manager_) {}

    function lockTokens(address depositor, address receiver, address rootToken, bytes calldata data) external onlyManager {
        uint256 amount = abi.decode(data, (uint256));
        emit LockedERC20(depositor, receiver, rootToken, amount);
        Tokens.pull(rootToken, depositor, amount);
    }

    function payOut(address withdrawer, address rootToken, uint256 amount) external onlyManager {
        Tokens.push(rootToken, withdrawer, amount);
        emit ExitedERC20(withdrawer, rootToken, amount);
    }
}

contract PolygonEtherPredicate is PolygonPredicate {
    event LockedEther(address indexed depositor, address indexed depositReceiver, uint256 amount);
    event ExitedEther(address indexed exitor, uint256 amount);

    constructor(address manager_) PolygonPredicate(manager_) {}

    receive() external payable onlyManager {}

    function lockTokens(address depositor, address receiver, address, bytes calldata data) external onlyManager {
        emit LockedEther(depositor, receiver, abi.decode(data, (uint256)));
    }

    function payOut(address withdrawer, address, uint256 amount) external onlyManager {
        emit ExitedEther(withdrawer, amount);
        Tokens.pushCoin(withdrawer, amount);
    }
}

interface IPolygonPredicate {
    function lockTokens(address depositor, address receiver, address rootToken, bytes calldata data) external;
    function payOut(address withdrawer, address rootToken, uint256 amount) external;
}

/// Takes deposits, and pays out what was burned on Polygon against its proof. Pairs are given once, to both sides.
contract PolygonRootChainManager {
    using PolygonRlp for bytes;

    struct TokenMigrationStatus {
        bool isDepositDisabled;
        bool isExitDisabled;
        uint256 lastExitBlockNumber;
    }

    bytes32 public constant DEPOSIT = keccak256("DEPOSIT");
    bytes32 private constant TRANSFER = keccak256("Transfer(address,address,uint256)");
    address public constant ETHER_ADDRESS = 0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE;

    address private immutable owner;
    PolygonStateSender private immutable stateSender;
    PolygonRootChain private immutable checkpoints;
    address public immutable childChainManagerAddress;
    mapping(address => address) public rootToChildToken;
    mapping(address => address) public childToRootToken;
    mapping(address => IPolygonPredicate) private predicates;
    mapping(bytes32 => bool) public processedExits;
    mapping(address => TokenMigrationStatus) public migrationStatus;

    constructor(
        address owner_,
        address stateSender_,
        address checkpoints_,
        address childChainManager,
        address[] memory roots,
        address[] memory children,
        address[] memory predicates_
    ) {
        owner = owner_;
        stateSender = PolygonStateSender(stateSender_);
        checkpoints = PolygonRootChain(checkpoints_);
        childChainManagerAddress = childChainManager;
        for (uint256 index = 0; index < roots.length; index++) {
            rootToChildToken[roots[index]] = children[index];
            childToRootToken[children[index]] = roots[index];
            predicates[roots[index]] = IPolygonPredicate(predicates_[index]);
        }
    }

    receive() external payable {
        depositEther(msg.sender);
    }

    function depositEtherFor(address user) external payable {
        depositEther(user);
    }

    function depositFor(address user, address rootToken, bytes calldata depositData) external {
        require(rootToken != ETHER_ADDRESS, "RootChainManager: INVALID_ROOT_TOKEN");
        deposit(user, rootToken, depositData);
    }

    function updateTokenMigrationStatus(address rootToken, bool noDeposits, bool noExits, uint256 lastExitBlockNumber) external {
        require(msg.sender == owner, "RootChainManager: INSUFFICIENT_PERMISSIONS");
        migrationStatus[rootToken] = TokenMigrationStatus(noDeposits, noExits, lastExitBlockNumber);
    }

    /// The payload is an RLP list: number of the checkpoint, the block's proof in it, the block's number, time, transactions' root and receipts'
    /// root, the receipt, its proof, its path, and which of its logs is the burn.
    function exit(bytes calldata inputData) external {
        bytes[] memory payload = bytes(inputData).list();
        bytes memory path = PolygonProofs.nibbles(payload[8].content());
        bytes32 exitHash = keccak256(abi.encodePacked(payload[2].number(), path, payload[9].number()));
        require(!processedExits[exitHash], "RootChainManager: EXIT_ALREADY_PROCESSED");
        processedExits[exitHash] = true;
        bytes memory receipt = payload[6].content();
        bytes[] memory log = untyped(receipt).list()[3].list()[payload[9].number()].list();
        address rootToken = childToRootToken[address(uint160(log[0].number()))];
        require(rootToken != address(0), "RootChainManager: TOKEN_NOT_MAPPED");
        require(isExitOpen(rootToken, payload[2].number()), "RootChainManager: EXIT_DISABLED");
        require(
            PolygonProofs.isInTree(receipt, path, payload[7].content().list(), bytes32(payload[5].number())),
            "RootChainManager: INVALID_PROOF"
        );
        require(isCheckpointed(payload), "RootChainManager: INVALID_HEADER");
        bytes[] memory topics = log[1].list();
        require(bytes32(topics[0].number()) == TRANSFER, "INVALID_SIGNATURE");
        require(topics[2].number() == 0, "INVALID_RECEIVER");
        predicates[rootToken].payOut(address(uint160(topics[1].number())), rootToken, log[2].number());
    }

    function depositEther(address user) private {
        deposit(user, ETHER_ADDRESS, abi.encode(msg.value));
        Tokens.pushCoin(address(predicates[ETHER_ADDRESS]), msg.value);
    }

    function deposit(address user, address rootToken, bytes memory depositData) private {
        require(!migrationStatus[rootToken].isDepositDisabled, "RootChainManager: DEPOSIT_DISABLED");
        require(rootToChildToken[rootToken] != address(0), "RootChainManager: TOKEN_NOT_MAPPED");
        require(user != address(0), "RootChainManager: INVALID_USER");
        predicates[rootToken].lockTokens(msg.sender, user, rootToken, depositData);
        stateSender.syncState(childChainManagerAddress, abi.encode(DEPOSIT, abi.encode(user, rootToken, depositData)));
    }

    function isExitOpen(address rootToken, uint256 blockNumber) private view returns (bool) {
        TokenMigrationStatus memory status = migrationStatus[rootToken];
        return !status.isExitDisabled || blockNumber <= status.lastExitBlockNumber;
    }

    function isCheckpointed(bytes[] memory payload) private view returns (bool) {
        (bytes32 root, uint256 start,,,) = checkpoints.headerBlocks(payload[0].number());
        uint256 number = payload[2].number();
        bytes32 leaf = keccak256(abi.encode(number, payload[3].number(), payload[4].number(), payload[5].number()));
        return number >= start && PolygonProofs.isLeaf(leaf, number - start, payload[1].content(), root);
    }

    /// Receipts of typed transactions have their type's byte before the list.
    function untyped(bytes memory receipt) private pure returns (bytes memory) {
        return uint8(receipt[0]) < 0xc0 ? receipt.cut(1, receipt.length) : receipt;
    }
}
