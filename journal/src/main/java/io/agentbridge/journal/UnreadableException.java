package io.agentbridge.journal;

import java.io.IOException;
import java.nio.file.Path;

/** The disk does not give a place of a file; the message says which, and why. */
final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1;
    /** A disk gives up, and the system caches, so much at a time. */
    private static final int PAGE_BYTES = 4096;

    private final long offset;
    private final String reason;

    UnreadableException(Path file, long offset, IOException cause) {
        this(file, offset, "byte " + offset + " cannot be read: " + cause.getMessage(), cause);
    }

    private UnreadableException(Path file, long offset, String reason, IOException cause) {
        super(file + ": " + reason, cause);
        this.offset = offset;
        this.reason = reason;
    }

    /** The same without the file. */
    String reason() {
        return reason;
    }

    /** The first byte behind the page that cannot be read. */
    long behind() {
        return (offset / PAGE_BYTES + 1) * PAGE_BYTES;
    }
}
