package io.agentbridge.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The few things that must be done in the right order for a file to survive a power cut. */
final class Disk {
    private Disk() {}

    /** Makes a directory and its missing parents, for the owner only, and makes their names durable. */
    static void makeDirectory(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
            makeDirectory(parent);
        }
        try {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
        if (parent != null) {
            force(parent);
        }
    }

    /** Makes a file's bytes, or a directory's names, durable. */
    static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Replaces a file as a whole, for the owner only: after a power cut there is the old one or the new one. */
    static void replace(Path file, ByteBuffer content) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(draft);
        write(draft, content, Durability.DISK);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        force(directoryOf(file));
    }

    /** Writes, and at that level forces, a file that does not exist yet, for the owner only. Its name is not durable yet. */
    static void write(Path file, ByteBuffer content, Durability durability) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            while (content.hasRemaining()) {
                channel.write(content);
            }
            if (durability == Durability.DISK) {
                channel.force(true);
            }
        }
    }

    /**
     * All of a small file.
     *
     * @throws IOException if the disk does not give it; the message names the file
     */
    static byte[] read(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (FileSystemException named) {
            throw named;
        } catch (IOException unreadable) {
            throw new IOException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    static Path directoryOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException(file + " is no file in a directory");
        }
        return parent;
    }
}
