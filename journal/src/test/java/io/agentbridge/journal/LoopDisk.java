package io.agentbridge.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A small real file system of its own, whose power can be cut. Needs Linux and root; without them, tests that use it are skipped. */
final class LoopDisk implements AutoCloseable {
    /** EXT4_IOC_SHUTDOWN without a flush of its log: all that was not forced is gone. */
    private static final String CUT = """
            import fcntl, os, struct, sys
            fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, struct.pack('I', 2))
            """;

    private static final int BALLAST_BYTES = 6 << 20;

    private final Path image;
    private final Path root;

    private LoopDisk(Path image, Path root) {
        this.image = image;
        this.root = root;
    }

    static LoopDisk make(Path directory, int mebibytes) throws IOException {
        Path image = directory.resolve("disk.image");
        Path root = Files.createDirectory(directory.resolve("disk"));
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((long) mebibytes << 20);
        }
        String problem = run(List.of("mkfs.ext4", "-q", "-F", image.toString()));
        if (problem.isEmpty()) {
            problem = run(List.of("mount", "-o", "loop", image.toString(), root.toString()));
        }
        if (!problem.isEmpty()) {
            String message = "SKIPPED: no file system of its own for this test: " + problem;
            System.err.println(message);
            if ("true".equals(System.getenv("CI"))) {
                Assertions.fail(message);
            }
            Assumptions.abort(message);
        }
        var disk = new LoopDisk(image, root);
        Files.write(disk.ballast(), new byte[BALLAST_BYTES]);
        return disk;
    }

    Path root() {
        return root;
    }

    /** A file that can be deleted to get some space. */
    Path ballast() {
        return root.resolve("ballast");
    }

    void cutPower() throws IOException {
        require(List.of("python3", "-c", CUT, root.toString()));
    }

    void restorePower() throws IOException {
        require(List.of("umount", root.toString()));
        require(List.of("mount", "-o", "loop", image.toString(), root.toString()));
    }

    private static void require(List<String> command) throws IOException {
        String problem = run(command);
        if (!problem.isEmpty()) {
            throw new IOException(problem);
        }
    }

    private static String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                return command + ": " + output;
            }
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return command + ": interrupted";
        } catch (IOException e) {
            return command + ": " + e.getMessage();
        }
    }

    @Override
    public void close() throws IOException {
        // Lazily: Chronicle unmaps files some time after it has closed them.
        require(List.of("umount", "-l", root.toString()));
    }
}
