package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.GatewayCommand;
import io.agentbridge.e2e.fixture.GatewayProcess;
import io.agentbridge.e2e.fixture.Program;
import io.agentbridge.e2e.fixture.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Bad sectors: what the disk does not give is told like other damage, and what it gives is saved. Needs a C compiler. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnreadableDiskTest {
    private static final String WRITTEN = "written before the disk went bad";
    private static final int EIO = 5;

    @TempDir
    static Path folder = Path.of("");

    private final Path data = GatewayProcess.temporaryData();
    private Path library = Path.of("");

    @BeforeAll
    void writeAJournal() {
        library = folder.resolve("fault.so");
        Program.require(
                Program.succeeds(
                        "gcc",
                        "-shared",
                        "-fPIC",
                        "-o",
                        library.toString(),
                        Repository.path("journal/src/test/c/fault.c").toString(),
                        "-ldl"),
                "gcc, to make a library that has reads fail");
        try (GatewayProcess gateway = GatewayProcess.start(data);
                Client client = Client.connect(gateway)) {
            String agent = client.createAgent();
            for (int i = 0; i < 10; i++) {
                client.execute(agent, i + "x".repeat(2_000));
            }
            client.execute(agent, WRITTEN);
            client.execute(agent, "large " + "x".repeat(40_000));
            client.execute(agent, "after");
            client.settle();
            gateway.terminate();
        }
    }

    @Test
    void aSectorOfTheJournalIsDamageWithItsPlaceAndTheRestIsSalvaged() throws IOException {
        Path segment = only(data.resolve("journal"), ".cq4");
        long bad = Files.readString(segment, StandardCharsets.ISO_8859_1).indexOf(WRITTEN);
        assertTrue(bad > 0, "the journal holds the prompt");

        GatewayCommand verified = run(segment, bad, "journal", "verify", data.toString());
        assertEquals(7, verified.exitCode(), verified.everything());
        String reason = "byte " + bad / 4096 * 4096 + " cannot be read: Input/output error";
        assertTrue(verified.output().contains(" of " + segment + ": " + reason), verified.everything());
        assertFalse(verified.output().contains("damage at record 1,"), verified.everything());
        assertTrue(wholeBehind(verified) > 0, verified.everything());

        GatewayCommand started = run(segment, bad, "run", "--data", data.toString(), "--port", "0");
        assertEquals(1, started.exitCode(), started.everything());
        assertTrue(started.errors().contains(segment + ": " + reason), started.everything());

        Path copy = folder.resolve("journal-copy");
        GatewayCommand salvaged = run(segment, bad, "journal", "salvage", data.toString(), "--to", copy.toString());
        assertEquals(7, salvaged.exitCode(), salvaged.everything());
        assertTrue(salvaged.output().contains(reason), salvaged.everything());
        assertTrue(Files.exists(copy.resolve("salvaged-unchained.txt")), salvaged.everything());
        GatewayCommand good = GatewayCommand.run("journal", "verify", copy.toString());
        assertEquals(0, good.exitCode(), good.everything());
    }

    @Test
    void aSectorOfAStoredTextOrOfASnapshotIsAFindingAndTheRestIsReadAndCopied() throws IOException {
        for (Path file : List.of(only(data.resolve("blobs"), ""), only(data.resolve("snapshots"), ".bin"))) {
            GatewayCommand verified = run(file, 0, "journal", "verify", data.toString());
            assertEquals(7, verified.exitCode(), verified.everything());
            assertTrue(verified.output().contains(file.toString()), verified.everything());
            assertTrue(verified.output().contains("cannot be read: Input/output error"), verified.everything());
            assertTrue(verified.output().contains("DAMAGED"), verified.everything());

            Path copy = folder.resolve("copy-without-" + file.getFileName());
            GatewayCommand salvaged = run(file, 0, "journal", "salvage", data.toString(), "--to", copy.toString());
            assertEquals(7, salvaged.exitCode(), salvaged.everything());
            assertTrue(salvaged.output().contains(file.toString()), salvaged.everything());
            assertTrue(salvaged.output().contains("lost       no record"), salvaged.everything());
        }
    }

    @Test
    void aFileThatSaysWhatTheJournalIsIsNamed() throws IOException {
        for (String name : List.of("journal.epoch", "journal.seal")) {
            Path file = data.resolve("journal").resolve(name);
            GatewayCommand verified = run(file, 0, "journal", "verify", data.toString());
            assertEquals(1, verified.exitCode(), verified.everything());
            assertTrue(verified.errors().contains(file + " cannot be read: Input/output error"), verified.everything());
        }
    }

    /** Runs a command while the page of a file where a byte stands cannot be read. */
    private GatewayCommand run(Path file, long bad, String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                "env", "LD_PRELOAD=" + library, "AGENTBRIDGE_FAULT=arm/read/" + bad + "/" + EIO + "/at" + file));
        line.addAll(GatewayCommand.line(List.of(arguments)));
        return Program.run(line.toArray(String[]::new));
    }

    private static long wholeBehind(GatewayCommand verified) {
        String before = verified.output().substring(0, verified.output().indexOf(" whole records stand behind it"));
        return Long.parseLong(before.substring(before.lastIndexOf(' ') + 1));
    }

    private static Path only(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(
                            file -> Files.isRegularFile(file) && file.toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
