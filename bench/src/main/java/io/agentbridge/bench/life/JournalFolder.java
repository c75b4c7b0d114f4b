package io.agentbridge.bench.life;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder for a journal that is measured. */
public final class JournalFolder {
    private static final Path BUILD = Path.of("bench", "target");

    private JournalFolder() {}

    /** Makes an empty one on the disk that this was built on: a temporary folder may be no disk at all. */
    public static Path create() throws IOException {
        return createIn(Files.isDirectory(BUILD) ? BUILD : Path.of("."));
    }

    /** Makes an empty one in {@code parent}. */
    public static Path createIn(Path parent) throws IOException {
        return Files.createTempDirectory(parent, "journal");
    }

    /** Deletes it with what is in it. */
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
