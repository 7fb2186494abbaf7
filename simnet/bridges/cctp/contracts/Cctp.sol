// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Tokens} from "_kit/contracts/Tokens.sol";

/// Written for the simnet: the functions, events, message layout and reverts of Circle's CCTP V2, and nothing of its code. One attester signs,
/// one token is carried, and nobody can be denied.

interface IBurnable {
    function burn(uint256 amount) external;
    function mint(address to, uint256 amount) external;
}

interface IMessageHandler {
    function handleReceiveFinalizedMessage(uint32 sourceDomain, bytes32 sender, uint32 finalityThresholdExecuted, bytes calldata body)
        external
        returns (bool);
    function handleReceiveUnfinalizedMessage(uint32 sourceDomain, bytes32 sender, uint32 finalityThresholdExecuted, bytes calldata body)
        external
        returns (bool);
}

contract CctpMessageTransmitter {
    event MessageSent(bytes message);
    event MessageReceived(
        address indexed caller,
        uint32 sourceDomain,
        bytes32 indexed nonce,
        bytes32 sender,
        uint32 indexed finalityThresholdExecuted,
        bytes messageBody
    );

    uint32 private constant VERSION = 1;
    uint32 private constant FINALIZED = 2000;
    uint256 private constant HEADER = 148;

    uint32 public immutable localDomain;
    address public immutable attester;
    address public immutable owner;
    bool public paused;
    mapping(bytes32 => uint256) public usedNonces;

    constructor(uint32 domain, address attester_, address owner_) {
        localDomain = domain;
        attester = attester_;
        owner = owner_;
    }

    function pause() external {
        require(msg.sender == owner, "Pausable: caller is not the pauser");
        paused = true;
    }

    function unpause() external {
        require(msg.sender == owner, "Pausable: caller is not the pauser");
        paused = false;
    }

    /// The attester fills in what is zero here: the nonce, and in the body the fee and the block at which a fast message expires.
    function sendMessage(
        uint32 destinationDomain,
        bytes32 recipient,
        bytes32 destinationCaller,
        uint32 minFinalityThreshold,
        bytes calldata body
    ) external {
        require(!paused, "Pausable: paused");
        require(destinationDomain != localDomain, "Domain is local domain");
        bytes32 sender = bytes32(uint256(uint160(msg.sender)));
        emit MessageSent(
            bytes.concat(
                abi.encodePacked(VERSION, localDomain, destinationDomain, bytes32(0), sender, recipient),
                abi.encodePacked(destinationCaller, minFinalityThreshold, uint32(0), body)
            )
        );
    }

    function receiveMessage(bytes calldata message, bytes calldata attestation) external returns (bool) {
        require(!paused, "Pausable: paused");
        require(signer(keccak256(message), attestation) == attester, "Invalid signature: not attester");
        require(message.length >= HEADER, "Malformed message");
        require(uint32(bytes4(message[0:4])) == VERSION, "Invalid message version");
        require(uint32(bytes4(message[8:12])) == localDomain, "Invalid destination domain");
        bytes32 caller = bytes32(message[108:140]);
        require(caller == bytes32(0) || caller == bytes32(uint256(uint160(msg.sender))), "Invalid caller for message");
        bytes32 nonce = bytes32(message[12:44]);
        require(usedNonces[nonce] == 0, "Nonce already used");
        usedNonces[nonce] = 1;
        handle(message);
        emit MessageReceived(
            msg.sender,
            uint32(bytes4(message[4:8])),
            nonce,
            bytes32(message[44:76]),
            uint32(bytes4(message[144:148])),
            message[HEADER:]
        );
        return true;
    }

    function handle(bytes calldata message) private {
        IMessageHandler recipient = IMessageHandler(address(uint160(uint256(bytes32(message[76:108])))));
        uint32 source = uint32(bytes4(message[4:8]));
        bytes32 sender = bytes32(message[44:76]);
        uint32 executed = uint32(bytes4(message[144:148]));
        bool done = executed < FINALIZED
            ? recipient.handleReceiveUnfinalizedMessage(source, sender, executed, message[HEADER:])
            : recipient.handleReceiveFinalizedMessage(source, sender, executed, message[HEADER:]);
        require(done, "handleReceiveMessage() failed");
    }

    function signer(bytes32 digest, bytes calldata attestation) private pure returns (address) {
        require(attestation.length == 65, "Invalid attestation length");
        return ecrecover(digest, uint8(attestation[64]), bytes32(attestation[0:32]), bytes32(attestation[32:64]));
    }
}

/// How much one message may burn. The burning and minting itself is the messenger's here.
contract CctpTokenMinter {
    bool public paused;
    mapping(address => uint256) public burnLimitsPerMessage;

    constructor(address token, uint256 limit) {
        burnLimitsPerMessage[token] = limit;
    }
}

contract CctpTokenMessenger is IMessageHandler {
    event DepositForBurn(
        address indexed burnToken,
        uint256 amount,
        address indexed depositor,
        bytes32 mintRecipient,
        uint32 destinationDomain,
        bytes32 destinationTokenMessenger,
        bytes32 destinationCaller,
        uint256 maxFee,
        uint32 indexed minFinalityThreshold,
        bytes hookData
    );
    event MintAndWithdraw(address indexed mintRecipient, uint256 amount, address indexed mintToken, uint256 feeCollected);

    uint32 private constant BODY_VERSION = 1;
    uint256 private constant BODY = 228;

    CctpMessageTransmitter public immutable localMessageTransmitter;
    address public immutable token;
    address public immutable feeRecipient;
    CctpTokenMinter public immutable localMinter;
    /// The token of another domain; zero for a domain that is not known.
    mapping(uint32 => bytes32) public remoteTokens;

    constructor(
        address transmitter,
        address token_,
        address feeRecipient_,
        address minter,
        uint32[] memory domains,
        address[] memory tokens
    ) {
        localMessageTransmitter = CctpMessageTransmitter(transmitter);
        token = token_;
        feeRecipient = feeRecipient_;
        localMinter = CctpTokenMinter(minter);
        for (uint256 i = 0; i < domains.length; i++) remoteTokens[domains[i]] = bytes32(uint256(uint160(tokens[i])));
    }

    function depositForBurn(
        uint256 amount,
        uint32 destinationDomain,
        bytes32 mintRecipient,
        address burnToken,
        bytes32 destinationCaller,
        uint256 maxFee,
        uint32 minFinalityThreshold
    ) external {
        burn(amount, destinationDomain, mintRecipient, burnToken, destinationCaller, maxFee, minFinalityThreshold, "");
    }

    function depositForBurnWithHook(
        uint256 amount,
        uint32 destinationDomain,
        bytes32 mintRecipient,
        address burnToken,
        bytes32 destinationCaller,
        uint256 maxFee,
        uint32 minFinalityThreshold,
        bytes calldata hookData
    ) external {
        require(hookData.length > 0, "Hook data is empty");
        burn(amount, destinationDomain, mintRecipient, burnToken, destinationCaller, maxFee, minFinalityThreshold, hookData);
    }

    function burn(
        uint256 amount,
        uint32 destinationDomain,
        bytes32 mintRecipient,
        address burnToken,
        bytes32 destinationCaller,
        uint256 maxFee,
        uint32 minFinalityThreshold,
        bytes memory hookData
    ) private {
        require(amount > 0, "Amount must be nonzero");
        require(mintRecipient != bytes32(0), "Mint recipient must be nonzero");
        require(maxFee < amount, "Max fee must be less than amount");
        require(remoteTokens[destinationDomain] != bytes32(0), "No TokenMessenger for domain");
        require(burnToken == token, "Burn token not supported");
        require(amount <= localMinter.burnLimitsPerMessage(burnToken), "Burn amount exceeds per tx limit");
        Tokens.pull(burnToken, msg.sender, amount);
        IBurnable(burnToken).burn(amount);
        // The messengers have one address on all chains.
        bytes32 messenger = word(address(this));
        bytes memory body = bytes.concat(
            abi.encodePacked(BODY_VERSION, word(burnToken), mintRecipient, amount),
            abi.encodePacked(word(msg.sender), maxFee, uint256(0), uint256(0), hookData)
        );
        localMessageTransmitter.sendMessage(destinationDomain, messenger, destinationCaller, minFinalityThreshold, body);
        emit DepositForBurn(
            burnToken,
            amount,
            msg.sender,
            mintRecipient,
            destinationDomain,
            messenger,
            destinationCaller,
            maxFee,
            minFinalityThreshold,
            hookData
        );
    }

    function handleReceiveFinalizedMessage(uint32 sourceDomain, bytes32 sender, uint32, bytes calldata body) external returns (bool) {
        return mint(sourceDomain, sender, body);
    }

    function handleReceiveUnfinalizedMessage(uint32 sourceDomain, bytes32 sender, uint32 executed, bytes calldata body)
        external
        returns (bool)
    {
        require(executed >= 500, "Unsupported finality threshold");
        uint256 expirationBlock = uint256(bytes32(body[196:228]));
        require(expirationBlock == 0 || expirationBlock > block.number, "Message expired and must be re-signed");
        return mint(sourceDomain, sender, body);
    }

    function mint(uint32 sourceDomain, bytes32 sender, bytes calldata body) private returns (bool) {
        require(msg.sender == address(localMessageTransmitter), "Invalid message transmitter");
        require(sender == word(address(this)), "Remote TokenMessenger unsupported");
        require(body.length >= BODY && uint32(bytes4(body[0:4])) == BODY_VERSION, "Invalid message body version");
        require(bytes32(body[4:36]) == remoteTokens[sourceDomain], "Mint token not supported");
        uint256 amount = uint256(bytes32(body[68:100]));
        uint256 fee = uint256(bytes32(body[164:196]));
        require(fee == 0 || fee < amount, "Fee equals or exceeds amount");
        require(fee <= uint256(bytes32(body[132:164])), "Fee exceeds max fee");
        address recipient = address(uint160(uint256(bytes32(body[36:68]))));
        IBurnable(token).mint(recipient, amount - fee);
        if (fee > 0) IBurnable(token).mint(feeRecipient, fee);
        emit MintAndWithdraw(recipient, amount - fee, token, fee);
        return true;
    }

    function word(address value) private pure returns (bytes32) {
        return bytes32(uint256(uint160(value)));
    }
}
