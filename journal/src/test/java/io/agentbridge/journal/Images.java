package io.agentbridge.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** Copies of journals, to be damaged. */
final class Images {
    private Images() {}

    /** Copies a directory's files; of a journal that is open: what a kill -9 would leave. */
    static Path copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                try {
                    Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                } catch (NoSuchFileException gone) {
                    // A draft that has just got its final name: a kill may leave either, or none.
                    return;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return to;
    }

    /** Deletes the files of a directory and the directory. */
    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    /** Deletes the index files, so that everything is read again. */
    static void deleteIndexes(Path directory) throws IOException {
        for (Framing framing : Framing.values()) {
            for (Path file : SegmentIndex.filesIn(directory, framing)) {
                Files.delete(file);
            }
        }
    }

    static void flip(Path file, long offset, int bit) throws IOException {
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(offset);
            int old = bytes.read();
            bytes.seek(offset);
            bytes.write(old ^ (1 << bit));
        }
    }

    static byte[] read(Path file, long offset, int length) throws IOException {
        byte[] content = new byte[length];
        try (var bytes = new RandomAccessFile(file.toFile(), "r")) {
            bytes.seek(offset);
            bytes.readFully(content);
        }
        return content;
    }

    static void write(Path file, long offset, byte[] content) throws IOException {
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(offset);
            bytes.write(content);
        }
    }

    static void zero(Path file, long offset, int length) throws IOException {
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(offset);
            bytes.write(new byte[(int) Math.min(length, bytes.length() - offset)]);
        }
    }

    static void truncate(Path file, long length) throws IOException {
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(length);
        }
    }

    /** Where the bytes that are not zero end. */
    static long endOfData(Path file, Framing framing) throws IOException {
        try (var reader = new SegmentReader(file, framing, 0)) {
            return reader.endOfData(0);
        }
    }
}
