package io.agentbridge.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.journal.Journals.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A disk that fails, in a real process: a journal that cannot be written stops at once and says so, acknowledges nothing more, and the
 * next start finds everything that was acknowledged.
 */
class FaultTest {
    private static final String EIO = "5";
    private static final String ENOSPC = "28";
    private static final long LEAST_FREE_BYTES = 600_000;
    private static final long MOST_FREE_BYTES = 5_000_000;

    @TempDir
    Path directory;

    /** The n-th write, force, open, rename, truncate and read fails; in the long version every n, once and for good, in two ways. */
    @ParameterizedTest
    @EnumSource
    void everyCallOfTheSystemMayFail(Kind kind) throws Exception {
        Path counts = directory.resolve("counts");
        var arguments = new ArrayList<>(List.of(
                kind.name(),
                Files.createDirectory(directory.resolve("rounds")).toString(),
                counts.toString(),
                Proof.isLong() ? "1" : "4",
                EIO,
                "once"));
        arguments.addAll(Proof.isLong() ? List.of(EIO, "on", ENOSPC, "once", ENOSPC, "on") : List.of(ENOSPC, "on"));
        ProcessBuilder builder = JavaProcess.of(FaultProcess.class, arguments);
        builder.environment().put("LD_PRELOAD", library().toString());
        builder.environment().put("AGENTBRIDGE_FAULT_COUNTS", counts.toString());
        Path errors = directory.resolve("errors");
        Process process = builder.redirectError(errors.toFile()).start();
        List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), () -> lines + "\n" + read(errors));
        Map<String, Integer> tried = new TreeMap<>();
        int all = 0;
        int stopped = 0;
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("tried")) {
                tried.put(words[1], Integer.parseInt(words[2]));
                all += Integer.parseInt(words[2]);
                stopped += Integer.parseInt(words[3]);
            }
        }
        Proof.report(
                "failing-calls-" + kind.name().toLowerCase(Locale.ROOT),
                all,
                "lost=0 stopped=" + stopped + " " + tried);
        assertTrue(all > Proof.cases(40, 500), "hardly a call was failed: " + lines);
        assertTrue(stopped > all / 4, "a fault that stops nothing proves nothing: " + lines);
        for (String call : List.of("write", "force", "open", "rename", "read")) {
            assertTrue(tried.getOrDefault(call, 0) > 0, tried.toString());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private Path library() throws Exception {
        Path library = directory.resolve("fault.so");
        String problem;
        try {
            Process gcc = new ProcessBuilder(
                            "gcc", "-shared", "-fPIC", "-O2", "-o", library.toString(), "src/test/c/fault.c", "-ldl")
                    .redirectErrorStream(true)
                    .start();
            problem = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (gcc.waitFor() == 0) {
                return library;
            }
        } catch (IOException e) {
            problem = String.valueOf(e.getMessage());
        }
        String message = "SKIPPED: no library that makes calls fail: " + problem;
        System.err.println(message);
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail(message);
        }
        return Assumptions.<Path>abort(message);
    }

    /** Without a reserve, a disk that is full after so many bytes; mapped memory without a block behind it is a fault. */
    @Test
    void aDiskMayBeFullAtAnySize() throws Exception {
        int sizes = Proof.cases(10, 200);
        int stopped = 0;
        try (var disk = LoopDisk.make(directory, 16)) {
            for (int i = 0; i < sizes; i++) {
                Path path =
                        Files.createDirectory(disk.root().resolve("size-" + i)).resolve("journal");
                long free = Files.getFileStore(disk.root()).getUsableSpace();
                long leave = LEAST_FREE_BYTES + (MOST_FREE_BYTES - LEAST_FREE_BYTES) * i / sizes;
                long ballast = free - leave + Files.size(disk.ballast());
                assertTrue(ballast > 0, "the disk is too small for the test: " + free);
                Files.write(disk.ballast(), new byte[(int) ballast]);
                try (var writer = WriterProcess.start(path, Durability.DISK, 10 + 7 * i % 40)) {
                    writer.awaitEnd();
                    assertTrue(
                            writer.failure().contains("takes no more records")
                                    || writer.failure().contains("No space left")
                                    || writer.failure().contains("cannot open"),
                            leave + " bytes: " + writer.failure());
                    stopped++;
                    Files.write(disk.ballast(), new byte[0]);
                    var opening = Opening.of(WriterProcess.options(path, Durability.DISK), Framing.CHRONICLE);
                    opening.lock().close();
                    assertTrue(
                            opening.recovery().lastSequence() >= writer.acknowledged(),
                            leave + " bytes: " + opening.recovery().message());
                }
                Images.delete(path);
                Files.delete(path.getParent());
            }
        }
        Proof.report("full-disk", stopped, "lost=0");
        assertEquals(sizes, stopped);
    }
}
