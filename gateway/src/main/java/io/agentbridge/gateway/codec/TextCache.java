package io.agentbridge.gateway.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes one String of a short text that comes again and again from body to body: that spares its bytes, and its hash code, which a
 * String keeps. Bounded; a text gives way to the next one of its slot.
 */
final class TextCache {
    /** Longer texts are seldom names or ids. */
    static final int MAX_BYTES = 64;

    /** A power of two. */
    private static final int SLOTS = 2048;

    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final @Nullable Entry[] entries = new @Nullable Entry[SLOTS];

    private static final class Entry {
        private final byte[] bytes;
        private final String text;

        private Entry(byte[] bytes) {
            this.bytes = bytes;
            this.text = new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** The text of that range of {@code bytes}, which must be valid UTF-8 or is read as Java reads it. */
    String text(byte[] bytes, int from, int length) {
        int slot = slot(bytes, from, length);
        Entry entry = entries[slot];
        int to = from + length;
        if (entry == null || !Arrays.equals(bytes, from, to, entry.bytes, 0, entry.bytes.length)) {
            entry = new Entry(Arrays.copyOfRange(bytes, from, to));
            entries[slot] = entry;
        }
        return entry.text;
    }

    /** By length and ends alone: enough to tell ids apart. */
    private static int slot(byte[] bytes, int from, int length) {
        long hash = length;
        if (length >= Long.BYTES) {
            hash += (long) LONGS.get(bytes, from) * MULTIPLIER;
            hash = (hash ^ hash >>> 32) + (long) LONGS.get(bytes, from + length - Long.BYTES);
        } else {
            for (int i = 0; i < length; i++) {
                hash = hash * 31 + bytes[from + i];
            }
        }
        return (int) ((hash * MULTIPLIER) >>> 40) & (SLOTS - 1);
    }
}
