package io.agentbridge.journal;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A digest of all records up to one: for record n, SHA-256 over the digest of record n - 1 (32 zero bytes before the first) and
 * the bytes of record n. Unlike the 64-bit chain in the records it cannot be met by other records (FIPS 180-4: second preimages
 * cost 2^256 steps), so whoever knows it knows whether a history is the same. Nothing on disk holds it: it is made by reading.
 * Not thread-safe.
 */
final class HistoryDigest {
    private final MessageDigest sha256 = BlobStore.sha256();
    private final byte[] value = new byte[32];

    void add(byte[] bytes, int offset, int length) {
        sha256.update(value);
        sha256.update(bytes, offset, length);
        try {
            sha256.digest(value, 0, value.length);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 has 32 bytes", e);
        }
    }

    /** In hexadecimal, 64 digits. */
    String text() {
        return HexFormat.of().formatHex(value);
    }
}
