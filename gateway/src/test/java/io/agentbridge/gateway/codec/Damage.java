package io.agentbridge.gateway.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Bytes with a few of them changed, doubled, removed or inserted. */
final class Damage {
    private static final byte[] TELLING = "{}[]\",:\\ 0-9eEtfn\u0000".getBytes(StandardCharsets.ISO_8859_1);

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
