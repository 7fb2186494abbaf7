// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Tokens} from "_kit/contracts/Tokens.sol";

/// Written for the simnet: the functions, events, order ids and errors of deBridge's DLN, and nothing of its code. Messages between the two
/// sides are carried by one account that is trusted here, where the real ones go through deBridge's validators; there are no hooks, no permits
/// and no integrator's fees.

library DlnOrders {
    struct Order {
        uint64 makerOrderNonce;
        bytes makerSrc;
        uint256 giveChainId;
        bytes giveTokenAddress;
        uint256 giveAmount;
        uint256 takeChainId;
        bytes takeTokenAddress;
        uint256 takeAmount;
        bytes receiverDst;
        bytes givePatchAuthoritySrc;
        bytes orderAuthorityAddressDst;
        bytes allowedTakerDst;
        bytes allowedCancelBeneficiarySrc;
        bytes externalCall;
    }

    /// An order's id: the hash of all of it, each address after its length.
    function idOf(Order memory order) internal pure returns (bytes32) {
        bytes memory packed = abi.encodePacked(order.makerOrderNonce, sized(order.makerSrc), order.giveChainId, sized(order.giveTokenAddress));
        packed = abi.encodePacked(packed, order.giveAmount, order.takeChainId, sized(order.takeTokenAddress), order.takeAmount);
        packed = abi.encodePacked(packed, sized(order.receiverDst), sized(order.givePatchAuthoritySrc), sized(order.orderAuthorityAddressDst));
        packed = abi.encodePacked(packed, sized(order.allowedTakerDst), sized(order.allowedCancelBeneficiarySrc), order.externalCall.length > 0);
        if (order.externalCall.length > 0) packed = abi.encodePacked(packed, keccak256(order.externalCall));
        return keccak256(packed);
    }

    function sized(bytes memory value) private pure returns (bytes memory) {
        return abi.encodePacked(uint8(value.length), value);
    }

    function toAddress(bytes memory value) internal pure returns (address) {
        require(value.length == 20, "WrongAddressLength");
        return address(bytes20(value));
    }
}

abstract contract DlnBase {
    error Unauthorized();
    error IncorrectOrderStatus();
    error MismatchedOrderId();
    error WrongChain();
    error EthTransferFailed();

    address public immutable owner;
    /// Carries what one side says to the other.
    address public immutable carrier;
    bool public paused;

    constructor(address owner_, address carrier_) {
        owner = owner_;
        carrier = carrier_;
    }

    modifier whenNotPaused() {
        require(!paused, "Pausable: paused");
        _;
    }

    function pause() external {
        if (msg.sender != owner) revert Unauthorized();
        paused = true;
    }

    function unpause() external {
        if (msg.sender != owner) revert Unauthorized();
        paused = false;
    }

    function getOrderId(DlnOrders.Order memory order) public pure returns (bytes32) {
        return DlnOrders.idOf(order);
    }

    function pay(address token, address to, uint256 amount) internal {
        if (token == address(0)) Tokens.pushCoin(to, amount);
        else Tokens.push(token, to, amount);
    }
}

contract DlnSource is DlnBase {
    error WrongFixedFee(uint256 received, uint256 actual);
    error MismatchNativeGiveAmount();
    error NotSupportedDstChain();
    error WrongAffiliateFeeLength();

    event CreatedOrder(
        DlnOrders.Order order,
        bytes32 orderId,
        bytes affiliateFee,
        uint256 nativeFixFee,
        uint256 percentFee,
        uint32 referralCode,
        bytes payload
    );
    event ClaimedUnlock(bytes32 orderId, address beneficiary, uint256 giveAmount, address giveTokenAddress);
    event ClaimedOrderCancel(bytes32 orderId, address beneficiary, uint256 paidAmount, address giveTokenAddress);

    struct OrderCreation {
        address giveTokenAddress;
        uint256 giveAmount;
        bytes takeTokenAddress;
        uint256 takeAmount;
        uint256 takeChainId;
        bytes receiverDst;
        address givePatchAuthoritySrc;
        bytes orderAuthorityAddressDst;
        bytes allowedTakerDst;
        bytes externalCall;
        bytes allowedCancelBeneficiarySrc;
    }

    struct Given {
        uint8 status;
        uint160 giveTokenAddress;
        uint88 nativeFixFee;
        uint48 takeChainId;
        uint208 percentFee;
        uint256 giveAmount;
        address affiliateBeneficiary;
        uint256 affiliateAmount;
    }

    uint8 private constant CREATED = 1;
    uint8 private constant CLAIMED_UNLOCK = 2;
    uint8 private constant CLAIMED_CANCEL = 3;

    uint88 public immutable globalFixedNativeFee;
    uint16 public immutable globalTransferFeeBps;
    mapping(bytes32 => Given) public giveOrders;
    mapping(uint256 => bool) public knownChains;
    mapping(address => uint64) public masterNonce;

    constructor(address owner_, address carrier_, uint88 fixedFee, uint16 feeBps, uint256[] memory chains) DlnBase(owner_, carrier_) {
        globalFixedNativeFee = fixedFee;
        globalTransferFeeBps = feeBps;
        for (uint256 i = 0; i < chains.length; i++) knownChains[chains[i]] = true;
    }

    function createOrder(OrderCreation memory creation, bytes memory affiliateFee, uint32 referralCode, bytes memory) external payable returns (bytes32) {
        return create(creation, masterNonce[msg.sender]++, affiliateFee, referralCode, "");
    }

    function createSaltedOrder(
        OrderCreation memory creation,
        uint64 salt,
        bytes memory affiliateFee,
        uint32 referralCode,
        bytes memory,
        bytes memory payload
    ) external payable returns (bytes32) {
        return create(creation, salt, affiliateFee, referralCode, payload);
    }

    function create(OrderCreation memory creation, uint64 nonce, bytes memory affiliateFee, uint32 referralCode, bytes memory payload)
        private
        whenNotPaused
        returns (bytes32 orderId)
    {
        if (affiliateFee.length != 0) revert WrongAffiliateFeeLength();
        if (!knownChains[creation.takeChainId]) revert NotSupportedDstChain();
        take(creation);
        uint256 percentFee = (creation.giveAmount * globalTransferFeeBps) / 10_000;
        DlnOrders.Order memory order = orderOf(creation, nonce, creation.giveAmount - percentFee);
        orderId = DlnOrders.idOf(order);
        if (giveOrders[orderId].status != 0) revert IncorrectOrderStatus();
        giveOrders[orderId] = Given({
            status: CREATED,
            giveTokenAddress: uint160(creation.giveTokenAddress),
            nativeFixFee: globalFixedNativeFee,
            takeChainId: uint48(creation.takeChainId),
            percentFee: uint208(percentFee),
            giveAmount: order.giveAmount,
            affiliateBeneficiary: address(0),
            affiliateAmount: 0
        });
        emit CreatedOrder(order, orderId, affiliateFee, globalFixedNativeFee, percentFee, referralCode, payload);
    }

    function take(OrderCreation memory creation) private {
        if (creation.giveTokenAddress == address(0)) {
            if (msg.value != creation.giveAmount + globalFixedNativeFee) revert MismatchNativeGiveAmount();
            return;
        }
        if (msg.value != globalFixedNativeFee) revert WrongFixedFee(msg.value, globalFixedNativeFee);
        Tokens.pull(creation.giveTokenAddress, msg.sender, creation.giveAmount);
    }

    function orderOf(OrderCreation memory creation, uint64 nonce, uint256 left) private view returns (DlnOrders.Order memory order) {
        order.makerOrderNonce = nonce;
        order.makerSrc = abi.encodePacked(msg.sender);
        order.giveChainId = block.chainid;
        order.giveTokenAddress = abi.encodePacked(creation.giveTokenAddress);
        order.giveAmount = left;
        order.takeChainId = creation.takeChainId;
        order.takeTokenAddress = creation.takeTokenAddress;
        order.takeAmount = creation.takeAmount;
        order.receiverDst = creation.receiverDst;
        order.givePatchAuthoritySrc = abi.encodePacked(creation.givePatchAuthoritySrc);
        order.orderAuthorityAddressDst = creation.orderAuthorityAddressDst;
        order.allowedTakerDst = creation.allowedTakerDst;
        order.allowedCancelBeneficiarySrc = creation.allowedCancelBeneficiarySrc;
        order.externalCall = creation.externalCall;
    }

    /// The solver has paid on the other side.
    function claimUnlock(bytes32 orderId, address beneficiary) external {
        Given storage given = claimed(orderId, CLAIMED_UNLOCK);
        address token = address(given.giveTokenAddress);
        pay(token, beneficiary, given.giveAmount);
        emit ClaimedUnlock(orderId, beneficiary, given.giveAmount, token);
    }

    /// Nobody has paid and nobody will: all goes back, DLN's own fees too.
    function claimCancel(bytes32 orderId, address beneficiary) external {
        Given storage given = claimed(orderId, CLAIMED_CANCEL);
        address token = address(given.giveTokenAddress);
        uint256 amount = given.giveAmount + given.percentFee;
        pay(token, beneficiary, amount);
        Tokens.pushCoin(beneficiary, given.nativeFixFee);
        emit ClaimedOrderCancel(orderId, beneficiary, amount, token);
    }

    function claimed(bytes32 orderId, uint8 status) private returns (Given storage given) {
        if (msg.sender != carrier) revert Unauthorized();
        given = giveOrders[orderId];
        if (given.status != CREATED) revert IncorrectOrderStatus();
        given.status = status;
    }
}

contract DlnDestination is DlnBase {
    error MismatchTakerAmount();
    error MismatchNativeTakerAmount();
    error AllowOnlyForBeneficiary(bytes beneficiary);

    event FulfilledOrder(DlnOrders.Order order, bytes32 orderId, uint256 actualFulfillAmount, address sender, address unlockAuthority);
    event SentOrderUnlock(bytes32 orderId, bytes beneficiary, bytes32 submissionId);
    event SentOrderCancel(DlnOrders.Order order, bytes32 orderId, bytes cancelBeneficiary, bytes32 submissionId);

    struct Taken {
        uint8 status;
        address takerAddress;
        uint256 giveChainId;
    }

    uint8 private constant FULFILLED = 1;
    uint8 private constant SENT_UNLOCK = 2;
    uint8 private constant SENT_CANCEL = 3;

    mapping(bytes32 => Taken) public takeOrders;

    constructor(address owner_, address carrier_) DlnBase(owner_, carrier_) {}

    function fulfillOrder(DlnOrders.Order memory order, uint256 amount, bytes32 orderId, bytes memory, address unlockAuthority) external payable {
        fulfill(order, amount, orderId, unlockAuthority);
    }

    function fulfillOrder(DlnOrders.Order memory order, uint256 amount, bytes32 orderId, bytes memory, address unlockAuthority, address)
        external
        payable
    {
        fulfill(order, amount, orderId, unlockAuthority);
    }

    function fulfill(DlnOrders.Order memory order, uint256 amount, bytes32 orderId, address unlockAuthority) private whenNotPaused {
        if (order.takeChainId != block.chainid) revert WrongChain();
        if (DlnOrders.idOf(order) != orderId) revert MismatchedOrderId();
        if (amount != order.takeAmount) revert MismatchTakerAmount();
        if (order.allowedTakerDst.length > 0 && DlnOrders.toAddress(order.allowedTakerDst) != msg.sender) revert Unauthorized();
        if (takeOrders[orderId].status != 0) revert IncorrectOrderStatus();
        takeOrders[orderId] = Taken(FULFILLED, unlockAuthority, order.giveChainId);
        address token = DlnOrders.toAddress(order.takeTokenAddress);
        if (token == address(0)) {
            if (msg.value != amount) revert MismatchNativeTakerAmount();
        } else {
            Tokens.pull(token, msg.sender, amount);
        }
        pay(token, DlnOrders.toAddress(order.receiverDst), amount);
        emit FulfilledOrder(order, orderId, amount, msg.sender, unlockAuthority);
    }

    function sendEvmUnlock(bytes32 orderId, address beneficiary, uint256) external payable {
        Taken storage taken = takeOrders[orderId];
        if (taken.status != FULFILLED) revert IncorrectOrderStatus();
        if (taken.takerAddress != msg.sender) revert Unauthorized();
        taken.status = SENT_UNLOCK;
        emit SentOrderUnlock(orderId, abi.encodePacked(beneficiary), keccak256(abi.encode(orderId, SENT_UNLOCK)));
    }

    function sendEvmOrderCancel(DlnOrders.Order memory order, address beneficiary, uint256) external payable {
        bytes32 orderId = DlnOrders.idOf(order);
        if (order.takeChainId != block.chainid) revert WrongChain();
        if (DlnOrders.toAddress(order.orderAuthorityAddressDst) != msg.sender) revert Unauthorized();
        bytes memory allowed = order.allowedCancelBeneficiarySrc;
        if (allowed.length > 0 && DlnOrders.toAddress(allowed) != beneficiary) revert AllowOnlyForBeneficiary(abi.encodePacked(beneficiary));
        if (takeOrders[orderId].status != 0) revert IncorrectOrderStatus();
        takeOrders[orderId] = Taken(SENT_CANCEL, address(0), order.giveChainId);
        emit SentOrderCancel(order, orderId, abi.encodePacked(beneficiary), keccak256(abi.encode(orderId, SENT_CANCEL)));
    }
}
