package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.GatewayProcess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A client so far behind that only the journal has what it lacks, and the journal has been damaged meanwhile. */
class UnreadableHistoryTest {
    @Test
    void aClientThatCannotBeServedIsToldToTryAgainLaterAndTheOthersGoOn() throws IOException {
        try (GatewayProcess gateway = GatewayProcess.start(GatewayProcess.temporaryData(), "--tail-bytes", "1MiB");
                Client present = Client.connect(gateway)) {
            String agent = present.createAgent();
            String marker = "marker-" + UUID.randomUUID();
            present.execute(agent, marker);
            // Two events bear it, and the tail keeps 1 MiB of them.
            String filling = "x".repeat(15_000);
            for (int i = 0; i < 60; i++) {
                present.execute(agent, filling + i);
            }
            present.settle();
            assertTrue(damage(gateway.data().resolve("journal"), marker) > 0, "the journal holds the prompt");
            try (Client behind = Client.connect(gateway)) {
                behind.expectCursor(false);
                behind.send("connection:subscribe", Map.of("epoch", behind.epoch(), "from", 0));
                assertEquals(1013, behind.closeCode());
            }
            assertEquals("after", present.execute(agent, "after").text("/payload/result"));
            try (Client late = Client.connect(gateway)) {
                assertEquals("late", late.execute(agent, "late").text("/payload/result"));
            }
        }
    }

    @Test
    void ofALargeTextThatIsLostItsBeginningIsShownAndTheStreamGoesOn() throws IOException {
        try (GatewayProcess gateway = GatewayProcess.start(GatewayProcess.temporaryData());
                Client present = Client.connect(gateway)) {
            String agent = present.createAgent();
            present.execute(agent, "beginning " + "x".repeat(40_000));
            present.execute(agent, "after");
            present.settle();
            try (Stream<Path> blobs = Files.walk(gateway.data().resolve("blobs"))) {
                for (Path blob : blobs.filter(Files::isRegularFile).toList()) {
                    Files.delete(blob);
                }
            }
            try (Client behind = Client.connect(gateway)) {
                behind.expectCursor(false);
                behind.send("connection:subscribe", Map.of("epoch", behind.epoch(), "from", 0));
                String shown = behind.await(
                                "the large result",
                                frame -> frame.type().equals("command:result")
                                        && frame.text("/payload/result").startsWith("beginning"))
                        .text("/payload/result");
                assertTrue(shown.startsWith("beginning xxx"), shown);
                assertTrue(shown.endsWith("\"agent-bridge journal verify\" says more)"), shown);
                behind.await(
                        "what comes after it",
                        frame -> frame.type().equals("command:result")
                                && frame.text("/payload/result").equals("after"));
            }
        }
    }

    /** Changes a byte of each place where the marker stands. @return how many there were */
    private static int damage(Path journal, String marker) throws IOException {
        int found = 0;
        for (Path segment : segments(journal)) {
            String content = Files.readString(segment, StandardCharsets.ISO_8859_1);
            try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
                for (int at = content.indexOf(marker); at >= 0; at = content.indexOf(marker, at + 1)) {
                    file.seek(at);
                    file.write('M');
                    found++;
                }
            }
        }
        return found;
    }

    private static List<Path> segments(Path journal) throws IOException {
        try (Stream<Path> files = Files.list(journal)) {
            return files.filter(file -> file.toString().endsWith(".cq4")).toList();
        }
    }
}
