package io.agentbridge.journal;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A digest of all records up to one: for record n, SHA-256 over the digest of record n - 1 (32 zero bytes before the first) and
 * the bytes of record n. Unlike the 64-bit chain in the records it cannot be met by other records (FIPS 180-4: second preimages
 * cost 2^256 steps), so whoever knows it knows whether a history is the same. It is made by reading; on disk it stands only in
 * the {@link Base}, for the records that were deleted. Not thread-safe.
 */
final class HistoryDigest {
    private static final int BYTES = 32;

    /** Before the first record. */
    static final String OF_NOTHING = HexFormat.of().formatHex(new byte[BYTES]);

    private final MessageDigest sha256 = BlobStore.sha256();
    private final byte[] value;

    /** Goes on behind records whose digest is {@code before}. */
    HistoryDigest(String before) {
        this.value = HexFormat.of().parseHex(before);
    }

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
