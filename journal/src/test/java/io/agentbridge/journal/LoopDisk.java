package io.agentbridge.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A small real file system of its own, whose power can be cut. Needs Linux and root; without them, tests that use it are skipped. */
final class LoopDisk implements AutoCloseable {
    /** EXT4_IOC_SHUTDOWN without a flush of its log: all that was not forced is gone. */
    private static final String CUT = """
            import fcntl, os, struct, sys
            for path in sys.stdin:
                folder = os.open(path.strip(), os.O_RDONLY)
                fcntl.ioctl(folder, 0x8004587D, struct.pack('I', 2))
                os.close(folder)
                print('cut', flush=True)
            """;

    private static final int BALLAST_BYTES = 6 << 20;

    private final Path image;
    private final Path root;
    /** Waits with its hand at the plug, so that a cut comes when it is asked for. */
    private final Process cutter;

    private LoopDisk(Path image, Path root, Process cutter) {
        this.image = image;
        this.root = root;
        this.cutter = cutter;
    }

    static LoopDisk make(Path directory, int mebibytes) throws IOException {
        return make(directory, mebibytes, List.of());
    }

    /** @param features further options of {@code mkfs.ext4} */
    static LoopDisk make(Path directory, int mebibytes, List<String> features) throws IOException {
        Path image = directory.resolve("disk.image");
        Path root = Files.createDirectory(directory.resolve("disk"));
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((long) mebibytes << 20);
        }
        var format = new ArrayList<>(List.of("mkfs.ext4", "-q", "-F"));
        format.addAll(features);
        format.add(image.toString());
        String problem = run(format);
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
        var disk = new LoopDisk(image, root, new ProcessBuilder("python3", "-c", CUT).start());
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

    /** When this returns the disk takes nothing more. */
    void cutPower() throws IOException {
        var out = cutter.outputWriter(StandardCharsets.UTF_8);
        out.write(root + "\n");
        out.flush();
        if (!"cut".equals(cutter.inputReader(StandardCharsets.UTF_8).readLine())) {
            throw new IOException("The power could not be cut");
        }
    }

    void restorePower() throws IOException {
        require(List.of("umount", root.toString()));
        require(List.of("mount", "-o", "loop", image.toString(), root.toString()));
    }

    /** The same, unless somebody holds on to a file for longer than a second: then nothing happened. */
    boolean tryRestorePower() throws IOException {
        for (int i = 0; i < 100; i++) {
            if (run(List.of("umount", root.toString())).isEmpty()) {
                require(List.of("mount", "-o", "loop", image.toString(), root.toString()));
                return true;
            }
            LockSupport.parkNanos(10_000_000);
        }
        return false;
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
        cutter.destroyForcibly();
        // Lazily: Chronicle unmaps files some time after it has closed them.
        require(List.of("umount", "-l", root.toString()));
    }
}
