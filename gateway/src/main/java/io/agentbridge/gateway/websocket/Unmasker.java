package io.agentbridge.gateway.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Takes a client's mask off, RFC 6455 section 5.3, eight bytes at a time. */
final class Unmasker {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Unmasker() {}

    /**
     * Unmasks in place.
     *
     * @param key the mask with its first byte in the lowest eight bits
     * @param phase how many bytes of the frame's payload came before {@code offset}
     */
    static void unmask(byte[] data, int offset, int length, int key, int phase) {
        int rotated = Integer.rotateRight(key, (phase & 3) * Byte.SIZE);
        long mask = (rotated & 0xFFFF_FFFFL) | ((long) rotated << Integer.SIZE);
        int end = offset + length;
        int at = offset;
        for (int last = end - Long.BYTES; at <= last; at += Long.BYTES) {
            LONGS.set(data, at, (long) LONGS.get(data, at) ^ mask);
        }
        for (long rest = mask; at < end; at++, rest >>>= Byte.SIZE) {
            data[at] ^= (byte) rest;
        }
    }
}
