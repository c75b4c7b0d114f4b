package io.agentbridge.bench.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder for a journal that is measured, on the disk that this was built on: a temporary folder may be no disk at all. */
final class JournalFolder {
    private static final Path BUILD = Path.of("bench", "target");

    private JournalFolder() {}

    static Path create() throws IOException {
        return Files.createTempDirectory(Files.isDirectory(BUILD) ? BUILD : Path.of("."), "journal");
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
