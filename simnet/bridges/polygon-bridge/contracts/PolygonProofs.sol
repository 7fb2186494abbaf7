// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// Reads RLP. An item is carried with its header; `content` and `list` take it off.
library PolygonRlp {
    function list(bytes memory item) internal pure returns (bytes[] memory items) {
        (bool isList, uint256 start, uint256 length) = header(item, 0);
        require(isList && start + length == item.length, "RLP: NO_LIST");
        uint256 count;
        for (uint256 at = start; at < item.length; at = end(item, at)) count++;
        items = new bytes[](count);
        uint256 index;
        for (uint256 at = start; at < item.length; at = end(item, at)) items[index++] = cut(item, at, end(item, at));
    }

    function content(bytes memory item) internal pure returns (bytes memory) {
        (bool isList, uint256 start, uint256 length) = header(item, 0);
        require(!isList && start + length == item.length, "RLP: NO_BYTES");
        return cut(item, start, start + length);
    }

    function number(bytes memory item) internal pure returns (uint256) {
        bytes memory digits = content(item);
        require(digits.length <= 32, "RLP: NO_NUMBER");
        return big(digits, 0, digits.length);
    }

    function cut(bytes memory data, uint256 from, uint256 to) internal pure returns (bytes memory part) {
        require(from <= to && to <= data.length, "RLP: CUT_OFF");
        part = new bytes(to - from);
        for (uint256 at = from; at < to; at++) part[at - from] = data[at];
    }

    function end(bytes memory data, uint256 at) private pure returns (uint256) {
        (, uint256 start, uint256 length) = header(data, at);
        return start + length;
    }

    function header(bytes memory data, uint256 at) private pure returns (bool isList, uint256 start, uint256 length) {
        uint8 first = uint8(data[at]);
        if (first < 0x80) return (false, at, 1);
        isList = first >= 0xc0;
        uint8 short = first - (isList ? 0xc0 : 0x80);
        if (short <= 55) return (isList, at + 1, short);
        uint256 digits = short - 55;
        return (isList, at + 1 + digits, big(data, at + 1, digits));
    }

    function big(bytes memory data, uint256 at, uint256 digits) private pure returns (uint256 value) {
        for (uint256 index = at; index < at + digits; index++) value = (value << 8) | uint8(data[index]);
    }
}

/// What an exit proves: that a receipt is in a block's tree, and that block in a checkpoint's.
library PolygonProofs {
    using PolygonRlp for bytes;

    /// A path of half-bytes without its compact encoding's first one or two (Ethereum's hex-prefix encoding).
    function nibbles(bytes memory compact) internal pure returns (bytes memory path) {
        if (compact.length == 0) return "";
        uint256 skipped = (uint8(compact[0]) >> 4) & 1 == 1 ? 1 : 2;
        path = new bytes(compact.length * 2 - skipped);
        for (uint256 at = 0; at < path.length; at++) path[at] = bytes1(nibble(compact, at + skipped));
    }

    function isInTree(bytes memory value, bytes memory path, bytes[] memory nodes, bytes32 root) internal pure returns (bool) {
        uint256 at;
        for (uint256 index = 0; index < nodes.length; index++) {
            if (keccak256(nodes[index]) != root) return false;
            bytes[] memory parts = nodes[index].list();
            if (parts.length == 17) {
                if (at == path.length) return same(parts[16].content(), value);
                root = bytes32(parts[uint8(path[at++])].number());
            } else if (parts.length == 2) {
                bytes memory compact = parts[0].content();
                bytes memory shared = nibbles(compact);
                if (shared.length > path.length - at || !same(shared, path.cut(at, at + shared.length))) return false;
                at += shared.length;
                if (uint8(compact[0]) >> 5 == 1) return at == path.length && same(parts[1].content(), value);
                root = bytes32(parts[1].number());
            } else {
                return false;
            }
        }
        return false;
    }

    /// `proof` is the siblings from the leaf up, 32 bytes each.
    function isLeaf(bytes32 leaf, uint256 index, bytes memory proof, bytes32 root) internal pure returns (bool) {
        if (proof.length % 32 != 0) return false;
        for (uint256 at = 32; at <= proof.length; at += 32) {
            bytes32 sibling;
            assembly {
                sibling := mload(add(proof, at))
            }
            leaf = index % 2 == 0 ? keccak256(abi.encodePacked(leaf, sibling)) : keccak256(abi.encodePacked(sibling, leaf));
            index /= 2;
        }
        return index == 0 && leaf == root;
    }

    function nibble(bytes memory data, uint256 at) private pure returns (uint8) {
        uint8 both = uint8(data[at / 2]);
        return at % 2 == 0 ? both >> 4 : both & 0x0f;
    }

    function same(bytes memory a, bytes memory b) private pure returns (bool) {
        return keccak256(a) == keccak256(b);
    }
}
