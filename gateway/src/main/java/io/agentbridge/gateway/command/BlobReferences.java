package io.agentbridge.gateway.command;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Finds the stored texts that recorded JSON names, without decoding it: an object that begins with the member "blob" and a SHA-256.
 * Inside a text the quotation marks would be escaped. O(n).
 */
final class BlobReferences {
    private static final byte[] BEFORE = "{\"blob\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int HASH_CHARS = 64;

    private BlobReferences() {}

    /** Tells the hash of each reference. */
    static void find(byte[] json, Consumer<String> found) {
        int last = json.length - BEFORE.length - HASH_CHARS - 1;
        for (int at = 0; at <= last; at++) {
            if (json[at] == '{' && startsAt(json, at)) {
                int from = at + BEFORE.length;
                String hash = new String(json, from, HASH_CHARS, StandardCharsets.US_ASCII);
                if (json[from + HASH_CHARS] == '"' && hash.matches("[0-9a-f]{64}")) {
                    found.accept(hash);
                }
            }
        }
    }

    private static boolean startsAt(byte[] json, int at) {
        for (int i = 0; i < BEFORE.length; i++) {
            if (json[at + i] != BEFORE[i]) {
                return false;
            }
        }
        return true;
    }
}
