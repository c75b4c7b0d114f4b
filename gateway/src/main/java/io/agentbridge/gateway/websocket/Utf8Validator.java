package io.agentbridge.gateway.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Says whether bytes that come in pieces are UTF-8 (RFC 3629: no surrogates, no overlong forms, nothing above U+10FFFF), as early
 * as it can be said: at the first byte that no valid continuation could repair. ASCII goes eight bytes at a time.
 */
final class Utf8Validator {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

    /** Continuation bytes that the code point begun still lacks. */
    private int lacking;

    /** The range of the next continuation byte; narrower than 80..BF only right after some lead bytes. */
    private int lowest = 0x80;

    private int highest = 0xBF;

    /** Forgets a code point begun. */
    void reset() {
        lacking = 0;
        lowest = 0x80;
        highest = 0xBF;
    }

    /** Whether no code point is left unfinished. */
    boolean isComplete() {
        return lacking == 0;
    }

    /** Takes the next piece; false when it, after those before, cannot be UTF-8. */
    boolean accept(byte[] data, int offset, int length) {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            if (lacking == 0) {
                at = skipAscii(data, at, end);
                if (at == end) {
                    return true;
                }
                if (!lead(data[at] & 0xFF)) {
                    return false;
                }
            } else {
                int next = data[at] & 0xFF;
                if (next < lowest || next > highest) {
                    return false;
                }
                lacking--;
                lowest = 0x80;
                highest = 0xBF;
            }
            at++;
        }
        return true;
    }

    private static int skipAscii(byte[] data, int from, int end) {
        int at = from;
        for (int last = end - Long.BYTES; at <= last; at += Long.BYTES) {
            if (((long) LONGS.get(data, at) & NOT_ASCII) != 0) {
                break;
            }
        }
        while (at < end && data[at] >= 0) {
            at++;
        }
        return at;
    }

    /** The table of RFC 3629 section 4. */
    private boolean lead(int first) {
        if (first >= 0xC2 && first <= 0xDF) {
            lacking = 1;
        } else if (first >= 0xE0 && first <= 0xEF) {
            lacking = 2;
            if (first == 0xE0) {
                lowest = 0xA0;
            } else if (first == 0xED) {
                highest = 0x9F;
            }
        } else if (first >= 0xF0 && first <= 0xF4) {
            lacking = 3;
            if (first == 0xF0) {
                lowest = 0x90;
            } else if (first == 0xF4) {
                highest = 0x8F;
            }
        } else {
            return false;
        }
        return true;
    }
}
