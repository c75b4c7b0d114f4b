package io.agentbridge.gateway.replay;

import java.util.HexFormat;

/** State hashes as people compare them: sixteen hexadecimal digits. */
final class Hashes {
    private Hashes() {}

    static String text(long hash) {
        return HexFormat.of().toHexDigits(hash);
    }
}
