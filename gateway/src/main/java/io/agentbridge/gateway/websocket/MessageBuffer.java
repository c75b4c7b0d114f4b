package io.agentbridge.gateway.websocket;

import java.util.Arrays;

/**
 * A message that comes in several fragments or reads. It grows with what has come, never with what a header announces: a peer that
 * announces 10 MiB and sends nothing costs 64 KiB at most.
 */
final class MessageBuffer {
    private static final byte[] EMPTY = {};
    private static final int TRUSTED_BYTES = 64 << 10;

    private byte[] data = EMPTY;
    private int length;

    int length() {
        return length;
    }

    /**
     * Appends what has come.
     *
     * @param announced how much the frame's header said is still to come, these bytes included
     * @param max the most that may ever be held, already checked against {@code announced}
     */
    void append(byte[] source, int offset, int count, int announced, int max) {
        int needed = length + count;
        if (needed > max) {
            throw new IllegalStateException("the size limit was not checked: " + needed + " of " + max);
        }
        if (needed > data.length) {
            int hopedFor = length + Math.min(announced, TRUSTED_BYTES);
            int doubled = (int) Math.min(2L * data.length, max);
            data = Arrays.copyOf(data, Math.max(needed, Math.max(hopedFor, doubled)));
        }
        System.arraycopy(source, offset, data, length, count);
        length = needed;
    }

    /** Hands the bytes over and begins anew, so that an idle connection holds nothing. */
    byte[] release() {
        byte[] complete = data;
        data = EMPTY;
        length = 0;
        return complete;
    }
}
