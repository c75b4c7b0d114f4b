package io.agentbridge.bench.load;

import java.nio.charset.StandardCharsets;

/** A message that is the same each time but for numbers in it; composed without allocation. */
final class MessageText {
    private static final int MAX_DIGITS = 20;

    private final byte[][] parts;
    private final byte[] bytes;
    private int length;

    /** A text with gaps for numbers between its parts. */
    MessageText(String... parts) {
        this.parts = new byte[parts.length][];
        int total = 0;
        for (int at = 0; at < parts.length; at++) {
            this.parts[at] = parts[at].getBytes(StandardCharsets.UTF_8);
            total += this.parts[at].length + MAX_DIGITS;
        }
        bytes = new byte[total];
    }

    /** Fills the first gap with the number as the last 12 hexadecimal digits of a UUID, every other one in decimal. */
    void putWithUuid(long number, Conversation.TextSink sink) {
        begin();
        for (int shift = 44; shift >= 0; shift -= 4) {
            bytes[length++] = (byte) Character.forDigit((int) ((number >>> shift) & 15), 16);
        }
        finish(number, sink);
    }

    /** Fills every gap with the number in decimal. */
    void put(long number, Conversation.TextSink sink) {
        begin();
        decimal(number);
        finish(number, sink);
    }

    private void begin() {
        length = 0;
        part(0);
    }

    private void finish(long number, Conversation.TextSink sink) {
        for (int at = 1; at < parts.length; at++) {
            part(at);
            if (at < parts.length - 1) {
                decimal(number);
            }
        }
        sink.putText(bytes, 0, length);
    }

    private void part(int index) {
        System.arraycopy(parts[index], 0, bytes, length, parts[index].length);
        length += parts[index].length;
    }

    private void decimal(long number) {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }
}
