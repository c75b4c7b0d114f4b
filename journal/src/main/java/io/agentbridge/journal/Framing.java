package io.agentbridge.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** How records are laid out in a segment file, and which files are segments. */
enum Framing {
    /** Chronicle Queue's: a 4-byte header before each document, documents on 4-byte boundaries, its own metadata between. */
    CHRONICLE(".cq4", 4),
    /** Records back to back. */
    PLAIN(".abj", 1);

    private final String suffix;
    private final int alignment;

    Framing(String suffix, int alignment) {
        this.suffix = suffix;
        this.alignment = alignment;
    }

    String suffix() {
        return suffix;
    }

    /** Records start at multiples of this many bytes. */
    int alignment() {
        return alignment;
    }

    /** The first byte at which a record can start behind the one, finished or not, whose frame is at {@code offset}. */
    long behind(long offset) {
        return offset + 2L * alignment;
    }

    /** The byte behind a record of {@code length} bytes whose frame is at {@code frame}: there the next one begins. */
    long end(long frame, int length) {
        return switch (this) {
            case CHRONICLE -> (frame + Integer.BYTES + length + 3) & ~3L;
            case PLAIN -> frame + length;
        };
    }

    /** The directory's segments, oldest first. */
    List<Path> segments(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }
}
