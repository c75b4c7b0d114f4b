package io.agentbridge.gateway.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The JDK's decoder, told to report every error, is the oracle. */
class Utf8ValidatorTest {
    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    private static boolean accepts(byte[] bytes, int split) {
        Utf8Validator validator = new Utf8Validator();
        return validator.accept(bytes, 0, split)
                && validator.accept(bytes, split, bytes.length - split)
                && validator.isComplete();
    }

    @Test
    void every_sequence_of_up_to_three_bytes_is_judged_as_the_jdk_does() {
        for (int value = 0; value < 1 << 24; value += value < 1 << 16 ? 1 : 7) {
            byte[] bytes = {(byte) (value >> 16), (byte) (value >> 8), (byte) value};
            if (isUtf8(bytes) != accepts(bytes, 1)) {
                assertEquals(isUtf8(bytes), accepts(bytes, 1), Integer.toHexString(value));
            }
        }
    }

    @Test
    void every_code_point_is_judged_as_the_jdk_does_wherever_it_is_split() {
        for (int point = 0x80; point < 0x120000; point += 13) {
            byte[] bytes = {
                'a',
                (byte) (0xf0 | (point >> 18)),
                (byte) (0x80 | ((point >> 12) & 0x3f)),
                (byte) (0x80 | ((point >> 6) & 0x3f)),
                (byte) (0x80 | (point & 0x3f)),
                'z'
            };
            for (int split = 0; split <= bytes.length; split++) {
                if (isUtf8(bytes) != accepts(bytes, split)) {
                    assertEquals(isUtf8(bytes), accepts(bytes, split), Integer.toHexString(point) + " at " + split);
                }
            }
        }
    }

    @Property(tries = 3_000)
    void any_text_with_any_damage_is_judged_as_the_jdk_does(
            @ForAll String text, @ForAll byte damage, @ForAll int place, @ForAll int split) {
        byte[] bytes = ("01234567" + text + "89abcdef").getBytes(StandardCharsets.UTF_8);
        bytes[Math.floorMod(place, bytes.length)] = damage;
        assertEquals(isUtf8(bytes), accepts(bytes, Math.floorMod(split, bytes.length + 1)));
    }
}
