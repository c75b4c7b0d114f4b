package io.agentbridge.journal;

import java.util.HexFormat;

/** The name under which a body is stored. */
@SuppressWarnings("ArrayRecordComponent")
record BlobName(byte[] body) {
    String hash() {
        return HexFormat.of().formatHex(BlobStore.sha256().digest(body));
    }
}
