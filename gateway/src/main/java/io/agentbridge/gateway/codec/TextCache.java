package io.agentbridge.gateway.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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
    private static final int SLOTS = 1024;

    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final @Nullable Entry[] entries = new @Nullable Entry[SLOTS];

    private static final class Entry {
        private final byte[] bytes;
        private final String text;

        private Entry(byte[] bytes, String text) {
            this.bytes = bytes;
            this.text = text;
        }
    }

    /** The text of that range of {@code bytes}, null if it is not known. */
    @Nullable
    String find(byte[] bytes, int from, int length) {
        Entry entry = entries[slot(bytes, from, length)];
        return entry != null && isAt(bytes, from, length, entry.bytes) ? entry.text : null;
    }

    /** Eight bytes at a time, the last of them once more if need be; texts are too short for a call to be worth it. */
    private static boolean isAt(byte[] bytes, int from, int length, byte[] known) {
        if (known.length != length) {
            return false;
        }
        int last = length - Long.BYTES;
        if (last < 0) {
            return Arrays.equals(bytes, from, from + length, known, 0, length);
        }
        for (int i = 0; i < last; i += Long.BYTES) {
            if ((long) LONGS.get(bytes, from + i) != (long) LONGS.get(known, i)) {
                return false;
            }
        }
        return (long) LONGS.get(bytes, from + last) == (long) LONGS.get(known, last);
    }

    /** Remembers what that range was decoded to. */
    void keep(byte[] bytes, int from, int length, String text) {
        entries[slot(bytes, from, length)] = new Entry(Arrays.copyOfRange(bytes, from, from + length), text);
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
