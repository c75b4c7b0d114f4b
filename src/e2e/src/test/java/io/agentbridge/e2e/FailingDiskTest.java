package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.Frame;
import io.agentbridge.e2e.fixture.GatewayProcess;
import io.agentbridge.e2e.fixture.Program;
import io.agentbridge.e2e.fixture.Request;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose disk fails under it: every call to it is an error from one moment on. Needs root. */
class FailingDiskTest {
    private static final int DISK_BYTES = 512 << 20;

    /** EXT4_IOC_SHUTDOWN without a flush of its log: what was not forced is gone, and nothing can be written any more. */
    private static final String FAIL = """
            import fcntl, os, struct, sys
            fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, struct.pack('I', 2))
            """;

    @TempDir
    Path folder = Path.of("");

    private Path disk = Path.of("");
    private Path image = Path.of("");

    @BeforeEach
    void mount() throws IOException {
        disk = Files.createDirectory(folder.resolve("disk"));
        image = folder.resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(DISK_BYTES);
        }
        Program.require(
                Program.succeeds("mkfs.ext4", "-q", "-F", image.toString())
                        && Program.succeeds("mount", "-o", "loop", image.toString(), disk.toString()),
                "root, to mount a file system of its own");
    }

    @AfterEach
    void unmount() {
        Program.run("umount", "-l", disk.toString());
    }

    @Test
    void nothingIsAcknowledgedAnyMoreQueriesAreAnsweredAndItEndsWithAnError() throws Exception {
        long answered;
        try (GatewayProcess gateway = GatewayProcess.start(disk.resolve("data"));
                Client client = Client.connect(gateway);
                Client watcher = Client.connect(gateway)) {
            String agent = client.createAgent();
            assertEquals("before", client.execute(agent, "before").text("/payload/result"));
            client.settle();
            answered = client.complete();

            assertEquals(0, Program.run("python3", "-c", FAIL, disk.toString()).exitCode());
            Request lost = client.prompt(agent, "lost");
            Frame told = watcher.await(
                    "what happened",
                    frame -> frame.type().equals("system:error")
                            && frame.text("/payload/error_type").equals("system_error"));
            assertTrue(told.text("/payload/error_message").contains("what was acknowledged is safe"), told.toString());
            assertEquals("", told.correlationId());

            Frame refused = client.call("command:execute", Map.of("agent_id", agent, "command", "refused"));
            assertEquals("processing_error", refused.text("/payload/error_type"));
            Frame status = client.call("system:status", Map.of());
            assertEquals(1, status.at("/payload/agents/total").intValue());
            assertEquals(503, ready(gateway));
            assertTrue(client.frames(frame -> frame.correlationId().equals(lost.correlationId()) && !frame.isError())
                    .isEmpty());
            assertFalse(watcher.frames(Frame::isError).isEmpty());
            assertEquals(1, gateway.awaitExit());
        }
        assertEquals(0, Program.run("umount", disk.toString()).exitCode());
        assertEquals(
                0,
                Program.run("mount", "-o", "loop", image.toString(), disk.toString())
                        .exitCode());
        try (GatewayProcess again = GatewayProcess.start(disk.resolve("data"));
                Client client = Client.connect(again)) {
            assertTrue(client.ack().at("/payload/sequence").longValue() >= answered);
            Frame page = client.call("system:history", Map.of("text", "before"));
            assertTrue(page.text().contains("before"), page.toString());
        }
    }

    private static int ready(GatewayProcess gateway) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + gateway.port() + "/health/ready");
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
