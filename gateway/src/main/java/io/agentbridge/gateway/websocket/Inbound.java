package io.agentbridge.gateway.websocket;

import java.util.Arrays;

/** Bytes that were read but cannot be parsed yet, because a message was refused or others have their turn. At most one read's. */
final class Inbound {
    private static final byte[] EMPTY = {};

    private byte[] data = EMPTY;
    private int offset;

    boolean isEmpty() {
        return offset == data.length;
    }

    byte[] data() {
        return data;
    }

    int offset() {
        return offset;
    }

    int end() {
        return data.length;
    }

    /** Keeps what lies from {@code from} to {@code until}; nothing may be kept already. */
    void keep(byte[] source, int from, int until) {
        if (!isEmpty()) {
            throw new IllegalStateException("bytes that are not parsed would be lost");
        }
        data = from == until ? EMPTY : Arrays.copyOfRange(source, from, until);
        offset = 0;
    }

    /** What lies before was parsed. */
    void advance(int parsedUntil) {
        offset = parsedUntil;
        if (isEmpty()) {
            clear();
        }
    }

    void clear() {
        data = EMPTY;
        offset = 0;
    }
}
