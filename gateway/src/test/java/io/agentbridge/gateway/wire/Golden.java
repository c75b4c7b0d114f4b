package io.agentbridge.gateway.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Compares with files that people have read; {@code -Dgolden.write=true} writes them anew. */
final class Golden {
    private static final Path ROOT = Path.of("src", "test", "resources", "wire");

    private Golden() {}

    /** Each frame is a line. */
    static void assertFrames(String name, List<byte[]> frames) {
        assertText(
                name,
                frames.stream()
                        .map(frame -> new String(frame, StandardCharsets.UTF_8))
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    static void assertText(String name, String text) {
        Path file = ROOT.resolve(name);
        if (Boolean.getBoolean("golden.write")) {
            write(file, text);
        }
        assertEquals(read(file), text, () -> "differs from " + file);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path directory(String name) {
        return ROOT.resolve(name);
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
