package io.agentbridge.gateway.codec;

import java.util.Arrays;
import java.util.Random;

/** Bytes with a few of them changed, doubled, removed or inserted. */
final class Damage {
    /** Ends, small lengths and tags, references, and numbers that go on. */
    private static final byte[] TELLING = {0, 1, 2, 3, 4, 8, 9, 10, 11, 12, 0x3B, 0x3C, 0x7F, -128, -1};

    private Damage() {}

    static byte[] of(byte[] bytes, Random random) {
        byte[] damaged = bytes.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && damaged.length > 0; i++) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] = (byte) random.nextInt(256);
                case 1 -> damaged[at] = TELLING[random.nextInt(TELLING.length)];
                case 2 -> {
                    System.arraycopy(damaged, at + 1, damaged, at, damaged.length - at - 1);
                    damaged = Arrays.copyOf(damaged, damaged.length - 1);
                }
                default -> {
                    damaged = Arrays.copyOf(damaged, damaged.length + 1);
                    System.arraycopy(damaged, at, damaged, at + 1, damaged.length - at - 1);
                    damaged[at] = TELLING[random.nextInt(TELLING.length)];
                }
            }
        }
        return damaged;
    }
}
