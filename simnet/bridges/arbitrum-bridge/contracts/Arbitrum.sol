// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {StandInToken} from "_kit/contracts/StandInToken.sol";

/// What a node of Arbitrum has built in at 0x64, as far as withdrawals need it: takes messages to Ethereum, and keeps the root of the tree of
/// all of them. Ethereum's block number, which a node knows, is this chain's own here. Ether that is sent along stays here for good.
contract ArbSys {
    uint256 private size;
    /// By level: the root of a full subtree that still waits for its right neighbour, or nothing.
    mapping(uint256 => bytes32) private waiting;

    event L2ToL1Tx(
        address caller,
        address indexed destination,
        uint256 indexed hash,
        uint256 indexed position,
        uint256 arbBlockNum,
        uint256 ethBlockNum,
        uint256 timestamp,
        uint256 callvalue,
        bytes data
    );
    event SendMerkleUpdate(uint256 indexed reserved, bytes32 indexed hash, uint256 indexed position);

    function withdrawEth(address destination) external payable returns (uint256) {
        return leave(destination, "");
    }

    function sendTxToL1(address destination, bytes calldata data) external payable returns (uint256) {
        return leave(destination, data);
    }

    function arbBlockNumber() external view returns (uint256) {
        return block.number;
    }

    function sendMerkleTreeState() external view returns (uint256, bytes32, bytes32[] memory) {
        uint256 levels = 0;
        while (size >> levels != 0) levels++;
        bytes32[] memory partials = new bytes32[](levels);
        bytes32 root = 0;
        uint256 height = 0;
        for (uint256 level = 0; level < levels; level++) {
            partials[level] = waiting[level];
            if (partials[level] == 0) continue;
            if (root == 0) {
                (root, height) = (partials[level], level);
            } else {
                for (; height < level; height++) root = keccak256(abi.encodePacked(root, bytes32(0)));
                (root, height) = (keccak256(abi.encodePacked(partials[level], root)), level + 1);
            }
        }
        return (size, root, partials);
    }

    function leave(address destination, bytes memory data) private returns (uint256 position) {
        bytes32 item = keccak256(
            abi.encodePacked(msg.sender, destination, block.number, block.number, block.timestamp, msg.value, data)
        );
        position = size++;
        bytes32 node = keccak256(abi.encodePacked(item));
        uint256 level = 0;
        for (; waiting[level] != 0; level++) {
            node = keccak256(abi.encodePacked(waiting[level], node));
            waiting[level] = 0;
            emit SendMerkleUpdate(0, node, ((level + 1) << 192) | position);
        }
        waiting[level] = node;
        emit L2ToL1Tx(
            msg.sender, destination, uint256(item), position, block.number, block.number, block.timestamp, msg.value, data
        );
    }
}

/// What a node of Arbitrum has built in at 0x6e: tells of tickets, and is asked to redeem them. The simnet's sequencer carries them out, and says so
/// here; a node does both within the block that asks.
contract ArbRetryableTx {
    /// How often a ticket's redeem was tried or asked for; 0 for one that never came.
    mapping(bytes32 => uint64) private tries;

    event TicketCreated(bytes32 indexed ticketId);
    event RedeemScheduled(
        bytes32 indexed ticketId,
        bytes32 indexed retryTxHash,
        uint64 indexed sequenceNum,
        uint64 donatedGas,
        address gasDonor,
        uint256 maxRefund,
        uint256 submissionFeeRefund
    );
    /// The stand-in's own, for the sequencer.
    event RedeemAsked(bytes32 indexed ticketId, uint64 sequenceNum, uint64 donatedGas, address gasDonor);

    error NoTicketWithID();

    function submitted(bytes32 ticketId, bytes32 retryTxHash, uint64 gas, address refundTo, uint256 maxRefund, uint256 submissionFee)
        external
    {
        tries[ticketId] = 1;
        emit TicketCreated(ticketId);
        emit RedeemScheduled(ticketId, retryTxHash, 0, gas, refundTo, maxRefund, submissionFee);
    }

    /// A node reverts likewise for a ticket that was paid; who pays here does not tell.
    function getTimeout(bytes32 ticketId) external view returns (uint256) {
        if (tries[ticketId] == 0) revert NoTicketWithID();
        return block.timestamp + 7 days;
    }

    /// A node gives the hash of the redeem's transaction, which nobody knows here yet.
    function redeem(bytes32 ticketId) external returns (bytes32) {
        if (tries[ticketId] == 0) revert NoTicketWithID();
        emit RedeemAsked(ticketId, tries[ticketId]++, uint64(gasleft()), msg.sender);
        return 0;
    }

    function redeemed(bytes32 ticketId, bytes32 retryTxHash, uint64 sequenceNum, uint64 gas, address donor) external {
        emit RedeemScheduled(ticketId, retryTxHash, sequenceNum, gas, donor, type(uint256).max, 0);
    }
}

interface IArbOutbox {
    function updateSendRoot(bytes32 root, bytes32 l2BlockHash) external;
}

/// A rollup whose assertions nobody challenges: one is confirmed when it has stood long enough, and the outbox learns its root. Views and the event
/// of a confirmation as RollupCore has them.
contract ArbRollup {
    address public immutable owner;
    uint64 public immutable confirmPeriodBlocks;
    IArbOutbox private immutable outbox;
    bool public paused;
    /// The assertion that stands, and from which block on it can be confirmed; 0 when none does.
    bytes32 public assertedRoot;
    bytes32 private assertedBlock;
    uint256 public confirmableAt;

    event AssertionConfirmed(bytes32 indexed assertionHash, bytes32 blockHash, bytes32 sendRoot);

    error NotOwner();
    error Paused();
    error NotYet();

    constructor(address owner_, uint64 confirmPeriodBlocks_, IArbOutbox outbox_) {
        owner = owner_;
        confirmPeriodBlocks = confirmPeriodBlocks_;
        outbox = outbox_;
    }

    function setPaused(bool paused_) external {
        if (msg.sender != owner) revert NotOwner();
        paused = paused_;
    }

    function assertRoot(bytes32 root, bytes32 blockHash) external {
        if (paused) revert Paused();
        if (confirmableAt != 0) revert NotYet();
        assertedRoot = root;
        assertedBlock = blockHash;
        confirmableAt = block.number + confirmPeriodBlocks;
    }

    function confirm() external {
        if (paused) revert Paused();
        if (confirmableAt == 0 || block.number < confirmableAt) revert NotYet();
        confirmableAt = 0;
        outbox.updateSendRoot(assertedRoot, assertedBlock);
        emit AssertionConfirmed(keccak256(abi.encode(assertedRoot, assertedBlock)), assertedBlock, assertedRoot);
    }
}

/// A token that a gateway mints and burns, as L2GatewayToken is one.
contract ArbBridgedToken is StandInToken {
    address public immutable l1Address;
    address public immutable l2Gateway;

    error OnlyGateway();

    constructor(string memory name_, string memory symbol_, uint8 decimals_, address l1Address_, address l2Gateway_) StandInToken(name_, symbol_, decimals_) {
        l1Address = l1Address_;
        l2Gateway = l2Gateway_;
    }

    modifier onlyGateway() {
        if (msg.sender != l2Gateway) revert OnlyGateway();
        _;
    }

    function bridgeMint(address to, uint256 amount) external onlyGateway {
        mint(to, amount);
    }

    function bridgeBurn(address from, uint256 amount) external onlyGateway {
        destroy(from, amount);
    }
}

/// Wrapped ether of Arbitrum, which its gateway may burn for ether, as aeWETH. It takes the place of the simnet's WETH9 and keeps its storage:
/// three words of names, then balances and allowances.
contract ArbWrappedEther {
    string public name;
    string public symbol;
    uint8 public decimals;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;
    address public immutable l1Address;
    address public immutable l2Gateway;

    event Approval(address indexed src, address indexed guy, uint256 wad);
    event Transfer(address indexed src, address indexed dst, uint256 wad);
    event Deposit(address indexed dst, uint256 wad);
    event Withdrawal(address indexed src, uint256 wad);

    error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed);
    error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed);
    error OnlyGateway();
    error NotPaid();

    constructor(address l1Address_, address l2Gateway_) {
        name = "Wrapped Ether";
        symbol = "WETH";
        decimals = 18;
        l1Address = l1Address_;
        l2Gateway = l2Gateway_;
    }

    receive() external payable {
        deposit();
    }

    function totalSupply() external view returns (uint256) {
        return address(this).balance;
    }

    function deposit() public payable {
        balanceOf[msg.sender] += msg.value;
        emit Deposit(msg.sender, msg.value);
    }

    function withdraw(uint256 amount) external {
        take(msg.sender, amount);
        emit Withdrawal(msg.sender, amount);
        pay(amount);
    }

    function bridgeBurn(address from, uint256 amount) external {
        if (msg.sender != l2Gateway) revert OnlyGateway();
        take(from, amount);
        emit Transfer(from, address(0), amount);
        pay(amount);
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        emit Approval(msg.sender, spender, amount);
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        move(msg.sender, to, amount);
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        if (from != msg.sender) {
            uint256 allowed = allowance[from][msg.sender];
            if (allowed < amount) revert ERC20InsufficientAllowance(msg.sender, allowed, amount);
            if (allowed != type(uint256).max) allowance[from][msg.sender] = allowed - amount;
        }
        move(from, to, amount);
        return true;
    }

    function pay(uint256 amount) private {
        (bool paid,) = msg.sender.call{value: amount}("");
        if (!paid) revert NotPaid();
    }

    function take(address from, uint256 amount) private {
        uint256 held = balanceOf[from];
        if (held < amount) revert ERC20InsufficientBalance(from, held, amount);
        balanceOf[from] = held - amount;
    }

    function move(address from, address to, uint256 amount) private {
        take(from, amount);
        balanceOf[to] += amount;
        emit Transfer(from, to, amount);
    }
}
