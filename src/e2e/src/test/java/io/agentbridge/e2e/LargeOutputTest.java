package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.Cut;
import io.agentbridge.e2e.fixture.EventLog;
import io.agentbridge.e2e.fixture.Frame;
import io.agentbridge.e2e.fixture.GatewayProcess;
import io.agentbridge.e2e.fixture.LogConnection;
import io.agentbridge.e2e.fixture.LogReaders;
import io.agentbridge.e2e.fixture.Proof;
import io.agentbridge.e2e.fixture.Request;
import io.agentbridge.e2e.fixture.ServerMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent says is stored once, and held in memory once, however much it is and however many read it. */
class LargeOutputTest {
    private static final int READERS = 100;
    private static final int OUTPUT_CHARS = 10 << 20;
    private static final int LINE_CHARS = 32 << 10;
    private static final String MARKER = "marker-8f3c1e5a";
    private static final long SEED = 20261124;

    /** A copy for each reader would take four times as much. */
    private static final String SMALL_MEMORY = "-Xmx192m -XX:MaxDirectMemorySize=64m " + ServerMemory.TRACKING;

    /** More than what is made of it, and the tail beside it. */
    private static final long MOST_BYTES = 96L << 20;

    @TempDir
    private Path folder;

    @Test
    void tenMebibytesAreStoredOnceAndStreamToAHundredReaders() throws Exception {
        String output = output();
        Path file = Files.writeString(folder.resolve("output"), output);
        GatewayProcess gateway = GatewayProcess.startWithJavaOptions(
                SMALL_MEMORY,
                GatewayProcess.temporaryData(),
                "--exec",
                "cat=cat " + file,
                "--backend",
                "cat",
                "--tail-bytes=2MiB");
        try {
            Request prompt = prompt(gateway);
            EventLog asking = new EventLog(0);
            ServerMemory before = ServerMemory.of(gateway);
            ServerMemory live;
            LogReaders present = new LogReaders();
            try (present;
                    LogConnection connection = new LogConnection(gateway, asking, Cut.NEVER)) {
                for (int i = 0; i < READERS; i++) {
                    present.connect(gateway, 0);
                }
                assertEquals(output, answer(connection, prompt).text("/payload/result"));
                live = ServerMemory.of(gateway);
                present.readOn(gateway, asking);
            }
            gateway.terminate();
            gateway = gateway.restart();
            ServerMemory resumed;
            LogReaders late = new LogReaders();
            try (late) {
                for (int i = 0; i < READERS; i++) {
                    late.connect(gateway, 0);
                }
                resumed = ServerMemory.of(gateway);
                late.readOn(gateway, asking);
            }
            report(gateway, output, present, late, List.of(before, live, resumed));
        } finally {
            gateway.close();
        }
    }

    /** Lines of all kinds of text. */
    private static String output() {
        Random random = new Random(SEED);
        StringBuilder text = new StringBuilder(OUTPUT_CHARS + 2 * LINE_CHARS);
        while (text.length() < OUTPUT_CHARS) {
            text.append("né \"quoted\" \\ \t 漢字 ");
            for (int i = 0; i < LINE_CHARS; i++) {
                text.append((char) ('!' + random.nextInt(90)));
            }
            text.append('\n');
        }
        return text.append(MARKER).toString();
    }

    /** What makes an agent say it. */
    private static Request prompt(GatewayProcess gateway) {
        try (Client client = Client.connect(gateway)) {
            return Request.of("command:execute", Map.of("command", "go", "agent_id", client.createAgent()));
        }
    }

    private static Frame answer(LogConnection connection, Request request) throws IOException {
        connection.send(request);
        while (true) {
            Frame frame = connection.next();
            if (frame.correlationId().equals(request.correlationId())) {
                return frame;
            }
        }
    }

    private static void report(
            GatewayProcess gateway, String output, LogReaders present, LogReaders late, List<ServerMemory> memory)
            throws IOException {
        long gaps = present.gaps() + late.gaps();
        long duplicates = present.duplicates() + late.duplicates();
        long different = present.different() + late.different();
        List<Path> holding = filesHolding(gateway.data(), MARKER);
        long bytes = output.getBytes(StandardCharsets.UTF_8).length;
        long held = Math.max(memory.get(1).bytes(), memory.get(2).bytes());
        int cutOff = present.cutOff() + late.cutOff();
        String counts = "gaps=" + gaps + " duplicates=" + duplicates + " different=" + different + " bytes=" + bytes
                + " files-that-hold-it=" + holding.size() + " memory-before="
                + memory.get(0).bytes()
                + " memory-live=" + memory.get(1).bytes() + " memory-resumed="
                + memory.get(2).bytes();
        Proof.report("large-output", 2 * READERS, counts);
        assertAll(
                () -> assertTrue(counts.startsWith("gaps=0 duplicates=0 different=0 "), counts),
                () -> assertEquals(0, cutOff, "cut off by the server"),
                () -> assertEquals(1, holding.size(), holding.toString()),
                () -> assertTrue(holding.getFirst().startsWith(gateway.data().resolve("blobs")), holding.toString()),
                () -> assertEquals(bytes, Files.size(holding.getFirst())),
                () -> assertTrue(held < MOST_BYTES, counts));
    }

    /** The files of the journal, its snapshots and its stored texts in which the text stands. */
    private static List<Path> filesHolding(Path data, String text) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(data.resolve("agents")))
                    .filter(file -> contains(file, text))
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
