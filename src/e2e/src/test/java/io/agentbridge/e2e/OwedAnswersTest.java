package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.Frame;
import io.agentbridge.e2e.fixture.GatewayProcess;
import io.agentbridge.e2e.fixture.Json;
import io.agentbridge.e2e.fixture.RawConnection;
import io.agentbridge.e2e.fixture.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client asks for and does not take costs a bounded piece, however large the answers are. */
@Timeout(180)
class OwedAnswersTest {
    private static final int AGAIN = 150;
    private static final int QUERIES = 300;
    private static final int OUTPUT_CHARS = 2 << 20;
    private static final long SETTLED_MILLIS = 1_000;

    /** Much less than what the answers take together. */
    private static final String SMALL_MEMORY = "-Xmx96m -XX:MaxDirectMemorySize=40m";

    @TempDir
    private Path folder;

    @Test
    void largeAnswersThatNobodyTakesWaitUntilTheyAreTaken() throws Exception {
        Path file = Files.writeString(folder.resolve("output"), "x".repeat(OUTPUT_CHARS));
        try (GatewayProcess gateway = GatewayProcess.startWithJavaOptions(
                        SMALL_MEMORY,
                        GatewayProcess.temporaryData(),
                        "--exec",
                        "cat=cat " + file,
                        "--backend",
                        "cat",
                        "--tail-bytes=2MiB");
                Client watcher = Client.connect(gateway)) {
            Request answered =
                    Request.of("command:execute", Map.of("command", "go", "agent_id", watcher.createAgent()));
            assertEquals(
                    OUTPUT_CHARS,
                    watcher.answer(watcher.send(answered))
                            .text("/payload/result")
                            .length());
            List<Request> asked = asked(answered);
            try (RawConnection asking = new RawConnection(gateway)) {
                assertEquals(101, asking.status());
                Thread sender = Thread.ofVirtual().start(() -> asking.send(asked));
                awaitNothingMoreRead(watcher);
                assertTrue(gateway.isAlive());
                readAnswers(asking, asked);
                sender.join();
            }
        }
    }

    private static List<Request> asked(Request answered) {
        List<Request> asked = new ArrayList<>();
        IntStream.range(0, AGAIN).forEach(i -> asked.add(answered.again()));
        IntStream.range(0, QUERIES).forEach(i -> asked.add(Request.of("system:status", Map.of())));
        return asked;
    }

    /** The server takes what it takes while nobody reads. */
    private static void awaitNothingMoreRead(Client watcher) throws InterruptedException {
        long before = -1;
        long now = received(watcher);
        while (now != before + 1) {
            Thread.sleep(SETTLED_MILLIS);
            before = now;
            now = received(watcher);
        }
    }

    /** Messages that the server has taken, those that ask for it included. */
    private static long received(Client watcher) {
        Frame status = watcher.call("system:status", Map.of());
        return status.at("/payload/connections/messages_received").longValue(-1);
    }

    /** Each is answered once, in whatever order. */
    private static void readAnswers(RawConnection connection, List<Request> asked) throws IOException {
        Map<String, Request> waiting = new HashMap<>();
        asked.forEach(request -> waiting.put(request.correlationId(), request));
        while (!waiting.isEmpty()) {
            RawConnection.ServerFrame read = connection.read();
            if (read.opcode() == RawConnection.PING) {
                continue;
            }
            assertEquals(RawConnection.TEXT, read.opcode(), "closed with " + read.closeCode());
            var frame = Json.parse(read.text());
            if (waiting.remove(frame.path("correlation_id").stringValue("")) != null) {
                assertEquals("command:result", frame.path("type").stringValue(""), read.text());
            }
        }
    }
}
