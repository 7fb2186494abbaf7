// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20, IMintable, IWrappedCoin, Tokens} from "_kit/contracts/Tokens.sol";

// Stand-ins, written for the simnet, with the functions, events and words of Hop's contracts that a transfer meets. What is left out:
// roots and their proofs, challenges, governance, and the messengers of the chains, for which one account of the simnet stands.

/// Hop's own token of a token, made and destroyed by the bridge of its chain.
contract HopTokenStandIn {
    string public symbol;
    uint8 public immutable decimals;
    address private immutable bridge;
    uint256 public totalSupply;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    constructor(string memory symbol_, uint8 decimals_, address bridge_, address pool, uint256 liquidity) {
        symbol = symbol_;
        decimals = decimals_;
        bridge = bridge_;
        make(pool, liquidity);
    }

    function mint(address to, uint256 amount) external {
        require(msg.sender == bridge, "Ownable: caller is not the owner");
        make(to, amount);
    }

    function burn(address from, uint256 amount) external {
        require(msg.sender == bridge, "Ownable: caller is not the owner");
        require(balanceOf[from] >= amount, "ERC20: burn amount exceeds balance");
        balanceOf[from] -= amount;
        totalSupply -= amount;
        emit Transfer(from, address(0), amount);
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
        require(allowance[from][msg.sender] >= amount, "ERC20: transfer amount exceeds allowance");
        allowance[from][msg.sender] -= amount;
        move(from, to, amount);
        return true;
    }

    function make(address to, uint256 amount) private {
        balanceOf[to] += amount;
        totalSupply += amount;
        emit Transfer(address(0), to, amount);
    }

    function move(address from, address to, uint256 amount) private {
        require(balanceOf[from] >= amount, "ERC20: transfer amount exceeds balance");
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
        emit Transfer(from, to, amount);
    }
}

/// A pool of a token (0) and its hToken (1). The real one follows StableSwap's curve; this one a product of balances with a large part
/// that is only reckoned with, which is as flat for amounts that are small against it. The fee is the real one's, four basis points.
contract HopSwapStandIn {
    IERC20[2] private tokens;
    uint256 private constant FLATNESS = 40;
    uint256 private constant FEE_BPS = 4;

    event TokenSwap(address indexed buyer, uint256 tokensSold, uint256 tokensBought, uint128 soldId, uint128 boughtId);

    constructor(address token, address hToken) {
        tokens = [IERC20(token), IERC20(hToken)];
    }

    function getTokenBalance(uint8 index) public view returns (uint256) {
        return tokens[index].balanceOf(address(this));
    }

    function calculateSwap(uint8 from, uint8 to, uint256 dx) public view returns (uint256) {
        uint256 reckoned = FLATNESS * (getTokenBalance(0) + getTokenBalance(1));
        uint256 dy = ((getTokenBalance(to) + reckoned) * dx) / (getTokenBalance(from) + reckoned + dx);
        dy -= (dy * FEE_BPS) / 10_000;
        require(dy <= getTokenBalance(to), "Cannot withdraw more than available");
        return dy;
    }

    function swap(uint8 from, uint8 to, uint256 dx, uint256 minDy, uint256 deadline) external returns (uint256) {
        require(block.timestamp <= deadline, "Deadline not met");
        uint256 dy = calculateSwap(from, to, dx);
        require(dy >= minDy, "Swap didn't result in min tokens");
        Tokens.pull(address(tokens[from]), msg.sender, dx);
        Tokens.push(address(tokens[to]), msg.sender, dy);
        emit TokenSwap(msg.sender, dx, dy, from, to);
        return dy;
    }
}

/// What bridges of both layers have in common: a bonder with credit, and each transfer paid once.
abstract contract HopBridgeStandIn {
    address internal immutable bonder;
    uint256 private immutable credit;
    uint256 private debit;
    mapping(bytes32 => bool) public isTransferIdSpent;

    event WithdrawalBonded(bytes32 indexed transferId, uint256 amount);
    event Withdrew(bytes32 indexed transferId, address indexed recipient, uint256 amount, bytes32 transferNonce);

    constructor(address bonder_, uint256 credit_) {
        bonder = bonder_;
        credit = credit_;
    }

    function getIsBonder(address maybe) public view returns (bool) {
        return maybe == bonder;
    }

    function getCredit(address who) external view returns (uint256) {
        return who == bonder ? credit : 0;
    }

    function getDebitAndAdditionalDebit(address who) external view returns (uint256) {
        return who == bonder ? debit : 0;
    }

    function getTransferId(
        uint256 chainId,
        address recipient,
        uint256 amount,
        bytes32 transferNonce,
        uint256 bonderFee,
        uint256 amountOutMin,
        uint256 deadline
    ) public pure returns (bytes32) {
        return keccak256(abi.encode(chainId, recipient, amount, transferNonce, bonderFee, amountOutMin, deadline));
    }

    /// Settles a transfer that nobody bonded, in whole. The real one asks for a proof against the transfer's root; here the bonder's word
    /// stands for it.
    function withdraw(
        address recipient,
        uint256 amount,
        bytes32 transferNonce,
        uint256 bonderFee,
        uint256 amountOutMin,
        uint256 deadline,
        bytes32,
        uint256,
        uint256,
        bytes32[] calldata,
        uint256
    ) external {
        require(msg.sender == bonder, "BRG: Transfer root not found");
        bytes32 transferId = getTransferId(block.chainid, recipient, amount, transferNonce, bonderFee, amountOutMin, deadline);
        spend(transferId);
        pay(recipient, amount);
        emit Withdrew(transferId, recipient, amount, transferNonce);
    }

    function bond(bytes32 transferId, uint256 amount) internal {
        require(msg.sender == bonder, "ACT: Caller is not bonder");
        debit += amount;
        require(credit >= debit, "ACT: Not enough available credit");
        spend(transferId);
        emit WithdrawalBonded(transferId, amount);
    }

    function spend(bytes32 transferId) private {
        require(!isTransferIdSpent[transferId], "BRG: Transfer has already been withdrawn");
        isTransferIdSpent[transferId] = true;
    }

    function pay(address to, uint256 amount) internal virtual;
}

/// On Ethereum. The zero address is the coin.
contract HopL1BridgeStandIn is HopBridgeStandIn {
    address private immutable token;
    mapping(uint256 => bool) private served;

    event TransferSentToL2(
        uint256 indexed chainId,
        address indexed recipient,
        uint256 amount,
        uint256 amountOutMin,
        uint256 deadline,
        address indexed relayer,
        uint256 relayerFee
    );

    constructor(address token_, address bonder_, uint256 credit_, uint256[] memory chainIds) HopBridgeStandIn(bonder_, credit_) {
        token = token_;
        for (uint256 at; at < chainIds.length; at++) served[chainIds[at]] = true;
    }

    receive() external payable {}

    function sendToL2(
        uint256 chainId,
        address recipient,
        uint256 amount,
        uint256 amountOutMin,
        uint256 deadline,
        address relayer,
        uint256 relayerFee
    ) external payable {
        require(served[chainId], "L1_BRG: chainId not supported");
        require(amount > 0, "L1_BRG: Must transfer a non-zero amount");
        require(amount >= relayerFee, "L1_BRG: Relayer fee cannot exceed amount");
        if (token == address(0)) require(msg.value == amount, "L1_ETH_BRG: Value does not match amount");
        else Tokens.pull(token, msg.sender, amount);
        emit TransferSentToL2(chainId, recipient, amount, amountOutMin, deadline, relayer, relayerFee);
    }

    function bondWithdrawal(address recipient, uint256 amount, bytes32 transferNonce, uint256 bonderFee) external {
        bond(getTransferId(block.chainid, recipient, amount, transferNonce, bonderFee, 0, 0), amount);
        pay(recipient, amount - bonderFee);
        pay(msg.sender, bonderFee);
    }

    function pay(address to, uint256 amount) internal override {
        if (token == address(0)) Tokens.pushCoin(to, amount);
        else Tokens.push(token, to, amount);
    }
}

/// On a layer-2.
contract HopL2BridgeStandIn is HopBridgeStandIn {
    HopTokenStandIn public immutable hToken;
    HopAmmWrapperStandIn public immutable ammWrapper;
    address private immutable messenger;
    uint256 public constant minBonderBps = 2;
    uint256 public constant minBonderFeeAbsolute = 0;
    uint256 public transferNonceIncrementer;
    mapping(uint256 => bool) private served;

    event TransferSent(
        bytes32 indexed transferId,
        uint256 indexed chainId,
        address indexed recipient,
        uint256 amount,
        bytes32 transferNonce,
        uint256 bonderFee,
        uint256 index,
        uint256 amountOutMin,
        uint256 deadline
    );
    event TransferFromL1Completed(
        address indexed recipient,
        uint256 amount,
        uint256 amountOutMin,
        uint256 deadline,
        address indexed relayer,
        uint256 relayerFee
    );

    constructor(
        address hToken_,
        address ammWrapper_,
        address messenger_,
        address bonder_,
        uint256 credit_,
        uint256[] memory chainIds
    ) HopBridgeStandIn(bonder_, credit_) {
        hToken = HopTokenStandIn(hToken_);
        ammWrapper = HopAmmWrapperStandIn(payable(ammWrapper_));
        messenger = messenger_;
        for (uint256 at; at < chainIds.length; at++) served[chainIds[at]] = true;
    }

    function send(
        uint256 chainId,
        address recipient,
        uint256 amount,
        uint256 bonderFee,
        uint256 amountOutMin,
        uint256 deadline
    ) external {
        require(amount > 0, "L2_BRG: Must transfer a non-zero amount");
        require(amount >= bonderFee, "L2_BRG: Bonder fee cannot exceed amount");
        require(served[chainId], "L2_BRG: chainId is not supported");
        require(bonderFee * 10_000 >= amount * minBonderBps, "L2_BRG: bonderFee must meet minimum requirements");
        hToken.burn(msg.sender, amount);
        uint256 index = transferNonceIncrementer++;
        bytes32 transferNonce = keccak256(abi.encodePacked(keccak256("L2_Bridge v1.0"), block.chainid, index));
        bytes32 transferId = getTransferId(chainId, recipient, amount, transferNonce, bonderFee, amountOutMin, deadline);
        emit TransferSent(transferId, chainId, recipient, amount, transferNonce, bonderFee, index, amountOutMin, deadline);
    }

    function distribute(
        address recipient,
        uint256 amount,
        uint256 amountOutMin,
        uint256 deadline,
        address relayer,
        uint256 relayerFee
    ) external {
        require(msg.sender == messenger, "L2_BRG: Caller is not the expected sender");
        give(recipient, amount, amountOutMin, deadline, relayer, relayerFee);
        emit TransferFromL1Completed(recipient, amount, amountOutMin, deadline, relayer, relayerFee);
    }

    function bondWithdrawalAndDistribute(
        address recipient,
        uint256 amount,
        bytes32 transferNonce,
        uint256 bonderFee,
        uint256 amountOutMin,
        uint256 deadline
    ) external {
        bond(getTransferId(block.chainid, recipient, amount, transferNonce, bonderFee, amountOutMin, deadline), amount);
        give(recipient, amount, amountOutMin, deadline, msg.sender, bonderFee);
    }

    function give(
        address recipient,
        uint256 amount,
        uint256 amountOutMin,
        uint256 deadline,
        address feeRecipient,
        uint256 fee
    ) private {
        if (fee > 0) hToken.mint(feeRecipient, fee);
        uint256 rest = amount - fee;
        if (amountOutMin == 0 && deadline == 0) {
            hToken.mint(recipient, rest);
            return;
        }
        hToken.mint(address(this), rest);
        hToken.approve(address(ammWrapper), rest);
        ammWrapper.attemptSwap(recipient, rest, amountOutMin, deadline);
    }

    function pay(address to, uint256 amount) internal override {
        hToken.mint(to, amount);
    }
}

/// Swaps on the way into the bridge, and on the way out of it.
contract HopAmmWrapperStandIn {
    HopL2BridgeStandIn public immutable bridge;
    address public immutable l2CanonicalToken;
    bool public immutable l2CanonicalTokenIsEth;
    HopTokenStandIn public immutable hToken;
    HopSwapStandIn public immutable exchangeAddress;

    constructor(address bridge_, address token, bool isEth, address hToken_, address swap_) {
        bridge = HopL2BridgeStandIn(bridge_);
        l2CanonicalToken = token;
        l2CanonicalTokenIsEth = isEth;
        hToken = HopTokenStandIn(hToken_);
        exchangeAddress = HopSwapStandIn(swap_);
    }

    receive() external payable {}

    function swapAndSend(
        uint256 chainId,
        address recipient,
        uint256 amount,
        uint256 bonderFee,
        uint256 amountOutMin,
        uint256 deadline,
        uint256 destinationAmountOutMin,
        uint256 destinationDeadline
    ) external payable {
        require(amount >= bonderFee, "L2_AMM_W: Bonder fee cannot exceed amount");
        if (l2CanonicalTokenIsEth) {
            require(msg.value == amount, "L2_AMM_W: Value does not match amount");
            IWrappedCoin(l2CanonicalToken).deposit{value: amount}();
        } else {
            Tokens.pull(l2CanonicalToken, msg.sender, amount);
        }
        IERC20(l2CanonicalToken).approve(address(exchangeAddress), amount);
        uint256 swapped = exchangeAddress.swap(0, 1, amount, amountOutMin, deadline);
        bridge.send(chainId, recipient, swapped, bonderFee, destinationAmountOutMin, destinationDeadline);
    }

    /// Whoever cannot be paid in the token at his price is paid in hTokens.
    function attemptSwap(address recipient, uint256 amount, uint256 amountOutMin, uint256 deadline) external {
        hToken.transferFrom(msg.sender, address(this), amount);
        hToken.approve(address(exchangeAddress), amount);
        uint256 swapped;
        try exchangeAddress.swap(1, 0, amount, amountOutMin, deadline) returns (uint256 bought) {
            swapped = bought;
        } catch {}
        if (swapped == 0) {
            hToken.transfer(recipient, amount);
        } else if (l2CanonicalTokenIsEth) {
            IWrappedCoin(l2CanonicalToken).withdraw(swapped);
            Tokens.pushCoin(recipient, swapped);
        } else {
            Tokens.push(l2CanonicalToken, recipient, swapped);
        }
    }
}

/// Brings messages from Ethereum, each once: the chains' own messengers do so on the mainnets.
contract HopMessengerStandIn {
    address private immutable operator;
    mapping(bytes32 => bool) public delivered;

    constructor(address operator_) {
        operator = operator_;
    }

    function deliver(
        bytes32 message,
        address bridge,
        address recipient,
        uint256 amount,
        uint256 amountOutMin,
        uint256 deadline,
        address relayer,
        uint256 relayerFee
    ) external {
        require(msg.sender == operator && !delivered[message], "not to be delivered");
        delivered[message] = true;
        HopL2BridgeStandIn(bridge).distribute(recipient, amount, amountOutMin, deadline, relayer, relayerFee);
    }
}

/// USDC through Circle. What is burned stays here.
contract HopCctpStandIn {
    address private immutable token;
    address private immutable feeCollector;
    uint256 public immutable minBonderFee;
    uint64 private nonce;
    mapping(uint256 => bool) public activeChainIds;

    event CCTPTransferSent(
        uint64 indexed cctpNonce,
        uint256 indexed chainId,
        address indexed recipient,
        uint256 amount,
        uint256 bonderFee
    );

    constructor(address token_, address feeCollector_, uint256 minBonderFee_, uint256[] memory chainIds) {
        token = token_;
        feeCollector = feeCollector_;
        minBonderFee = minBonderFee_;
        for (uint256 at; at < chainIds.length; at++) activeChainIds[chainIds[at]] = true;
    }

    function send(uint256 chainId, address recipient, uint256 amount, uint256 bonderFee) external {
        require(activeChainIds[chainId], "HOP_CCTP: chainId is not supported");
        require(amount > bonderFee, "HOP_CCTP: Bonder fee cannot exceed amount");
        require(bonderFee >= minBonderFee, "HOP_CCTP: bonderFee must meet minimum requirements");
        Tokens.pull(token, msg.sender, amount);
        if (bonderFee > 0) Tokens.push(token, feeCollector, bonderFee);
        emit CCTPTransferSent(++nonce, chainId, recipient, amount, bonderFee);
    }
}

/// Circle's transmitter and minter of the first version in one. The attester's own transaction stands for its signature.
contract CctpV1TransmitterStandIn {
    IMintable private immutable token;
    address private immutable attester;
    mapping(bytes32 => uint256) public usedNonces;

    event MessageReceived(
        address indexed caller,
        uint32 sourceDomain,
        uint64 indexed nonce,
        bytes32 sender,
        bytes messageBody
    );

    constructor(address token_, address attester_) {
        token = IMintable(token_);
        attester = attester_;
    }

    /// Header: version 4, source 4, destination 4, nonce 8, sender 32, recipient 32, caller 32 bytes; body: version 4, token 32,
    /// recipient 32, amount 32, sender 32.
    function receiveMessage(bytes calldata message, bytes calldata) external returns (bool) {
        require(msg.sender == attester, "Invalid signature: not attester");
        uint32 source = uint32(bytes4(message[4:8]));
        uint64 nonce = uint64(bytes8(message[12:20]));
        bytes32 key = keccak256(abi.encodePacked(source, nonce));
        require(usedNonces[key] == 0, "Nonce already used");
        usedNonces[key] = 1;
        bytes calldata body = message[116:];
        token.mint(address(uint160(uint256(bytes32(body[36:68])))), uint256(bytes32(body[68:100])));
        emit MessageReceived(msg.sender, source, nonce, bytes32(message[20:52]), body);
        return true;
    }
}
