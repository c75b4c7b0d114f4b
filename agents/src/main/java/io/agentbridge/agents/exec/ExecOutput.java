package io.agentbridge.agents.exec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What a command has written for one prompt, up to a limit. */
final class ExecOutput {
    private final long maxBytes;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean overflowed;

    ExecOutput(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Adds a piece, if it has room. Returns whether it had. */
    boolean add(byte[] piece) {
        if (overflowed || bytes.size() + (long) piece.length > maxBytes) {
            overflowed = true;
            return false;
        }
        bytes.writeBytes(piece);
        return true;
    }

    /** Takes no more. */
    void overflow() {
        overflowed = true;
    }

    boolean hasOverflowed() {
        return overflowed;
    }

    /** All of it, without line feeds at the end. */
    String text() {
        return bytes.toString(StandardCharsets.UTF_8).stripTrailing();
    }
}
