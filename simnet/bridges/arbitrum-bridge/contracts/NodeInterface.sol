// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// What a node of Arbitrum answers in the place of a contract at 0xc8, as far as proofs of withdrawals need it. A node looks up what has left in its
/// own logs; here whoever plays it writes the items into this contract's storage.
contract ArbNodeInterface {
    /// What each message that left says, hashed, in their order.
    bytes32[] private items;

    error LeafDoesNotExist();

    /// The neighbours on a leaf's way to the root of the tree of the first `size` messages; an empty place is 0 on every level.
    function constructOutboxProof(uint64 size, uint64 leaf) external view returns (bytes32 send, bytes32 root, bytes32[] memory proof) {
        if (leaf >= size || size > items.length) revert LeafDoesNotExist();
        send = items[leaf];
        bytes32[] memory level = new bytes32[](size);
        for (uint256 i = 0; i < size; i++) level[i] = keccak256(abi.encodePacked(items[i]));
        uint256 levels = 0;
        while ((uint256(1) << levels) < size) levels++;
        proof = new bytes32[](levels);
        uint256 at = leaf;
        uint256 width = size;
        for (uint256 height = 0; height < levels; height++) {
            proof[height] = (at ^ 1) < width ? level[at ^ 1] : bytes32(0);
            for (uint256 pair = 0; 2 * pair < width; pair++) {
                bytes32 right = 2 * pair + 1 < width ? level[2 * pair + 1] : bytes32(0);
                level[pair] = keccak256(abi.encodePacked(level[2 * pair], right));
            }
            width = (width + 1) / 2;
            at >>= 1;
        }
        root = level[0];
    }
}
