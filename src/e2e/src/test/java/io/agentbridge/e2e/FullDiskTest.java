package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.Echo;
import io.agentbridge.e2e.fixture.Frame;
import io.agentbridge.e2e.fixture.GatewayCommand;
import io.agentbridge.e2e.fixture.GatewayProcess;
import io.agentbridge.e2e.fixture.Request;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway on a small file system of its own, which runs full. Needs root. */
class FullDiskTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** What the journal leaves alone of a disk. */
    private static final long RESERVE_BYTES = 96 << 20;

    private static final long LITTLE_BYTES = 50 << 20;
    /** What the journal holds ahead soon after it began. */
    private static final long BLOCK_BYTES = 16 << 20;

    @TempDir
    Path disk;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=320m", "tmpfs", disk.toString()) == 0;
        if (!mounted && "true".equals(System.getenv("CI"))) {
            fail("A small file system could not be mounted; this test needs root.");
        }
        assumeTrue(mounted, "SKIPPED: a small file system could not be mounted; this test needs root");
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        run("umount", "-l", disk.toString());
    }

    @Test
    void requestsAreRefusedWhileTheDiskIsNearlyFullAndTakenAgainWhenThereIsSpace() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(disk.resolve("data"));
                Client client = Client.connect(gateway)) {
            String agent = client.createAgent();
            assertEquals("before", client.execute(agent, "before").text("/payload/result"));

            client.await("a warning to who connects while space is scarce", frame -> isWarning(frame, "below 192 MiB"));

            Path ballast = Files.write(disk.resolve("ballast"), new byte[200 << 20]);
            client.await("a warning to everybody", frame -> isWarning(frame, "requests are refused until"));
            Frame refusal = executeUntil(client, agent, Frame::isError);
            assertEquals("overloaded", refusal.text("/payload/error_type"));
            assertTrue(refusal.text("/payload/error_message").contains("disk"), refusal.toString());
            assertTrue(refusal.at("/payload/metadata/retry_after_ms").longValue() > 0, refusal.toString());
            assertEquals(
                    1,
                    client.call("system:status", Map.of())
                            .at("/payload/agents/total")
                            .intValue());

            Files.delete(ballast);
            Frame answer = executeUntil(client, agent, frame -> !frame.isError());
            assertEquals("again", answer.text("/payload/result"));
        }
    }

    @Test
    void whatWasAcceptedIsWrittenToBlocksHeldAlreadyOrWaitsForSpaceAndGoesOnByItself() throws Exception {
        long free = disk.toFile().getUsableSpace();
        try (GatewayProcess gateway = GatewayProcess.start(disk.resolve("data"));
                Client client = Client.connect(gateway)) {
            Instant end = Instant.now().plus(PATIENCE);
            while (free - disk.toFile().getUsableSpace() < BLOCK_BYTES) {
                assertTrue(Instant.now().isBefore(end), "the journal holds no blocks ahead");
                Thread.sleep(20);
            }
            String brief = client.createAgent();
            String wordy = client.createAgent();
            // Too large for a record: a file of its own, which has no blocks yet.
            String text = "much to say ".repeat(5_000);
            Request small =
                    client.prompt(brief, Echo.text("through").delayMillis(4_000).prompt());
            Request large =
                    client.prompt(wordy, Echo.text(text).delayMillis(4_000).prompt());
            client.await("busy", frame -> frame.showsAgent(brief, "busy"));
            client.await("busy", frame -> frame.showsAgent(wordy, "busy"));

            Path ballast = Files.write(disk.resolve("ballast"), new byte[0]);
            try (var file = new RandomAccessFile(ballast.toFile(), "rw")) {
                byte[] block = new byte[1 << 20];
                while (disk.toFile().getUsableSpace() > LITTLE_BYTES) {
                    file.write(block);
                }
            }
            assertEquals("through", client.answer(small).text("/payload/result"));
            assertTrue(disk.toFile().getUsableSpace() < RESERVE_BYTES, "there was space again too early");
            assertEquals(
                    2,
                    client.call("system:status", Map.of())
                            .at("/payload/agents/total")
                            .intValue());
            assertTrue(client.frames(frame -> frame.correlationId().equals(large.correlationId()))
                    .isEmpty());

            Files.delete(ballast);
            assertEquals(text, client.answer(large).text("/payload/result"));
            Frame answer = executeUntil(client, brief, frame -> !frame.isError());
            assertEquals("again", answer.text("/payload/result"));
        }
    }

    private static boolean isWarning(Frame frame, String text) {
        return frame.type().equals("system:error")
                && frame.correlationId().isEmpty()
                && frame.text("/payload/error_message").contains(text);
    }

    private static Frame executeUntil(Client client, String agent, Predicate<Frame> wanted)
            throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        Frame answer = client.execute(agent, "again");
        while (!wanted.test(answer) && Instant.now().isBefore(end)) {
            Thread.sleep(100);
            answer = client.execute(agent, "again");
        }
        assertTrue(wanted.test(answer), "not within " + PATIENCE + ": " + answer);
        return answer;
    }

    /** It may be full for the first record already, or only for some text at the end. */
    @ParameterizedTest
    @ValueSource(ints = {0, 20, 40})
    void aSalvageThatDoesNotFitSaysWhyAndWhatToDo(int mebibytesLeft) throws Exception {
        Path damaged = GatewayProcess.temporaryData();
        try (GatewayProcess gateway = GatewayProcess.start(damaged);
                Client client = Client.connect(gateway)) {
            client.execute(client.createAgent(), "written");
            client.settle();
            gateway.terminate();
        }
        for (int i = 0; i < 48; i++) {
            storeText(damaged.resolve("blobs"), i);
        }
        long ballast = disk.toFile().getUsableSpace() - ((long) mebibytesLeft << 20);
        Files.write(disk.resolve("ballast"), new byte[(int) ballast]);

        Path copy = disk.resolve("copy");
        GatewayCommand salvage = GatewayCommand.run("journal", "salvage", damaged.toString(), "--to", copy.toString());
        assertEquals(1, salvage.exitCode(), salvage.everything());
        assertTrue(salvage.errors().contains("It could not be copied: "), salvage.everything());
        assertTrue(
                salvage.errors().contains("No space left on device")
                        || salvage.errors().contains(" MiB left, the journal keeps "),
                salvage.everything());
        assertTrue(salvage.errors().contains(damaged + " was not changed"), salvage.everything());
        assertTrue(salvage.errors().contains("delete " + copy), salvage.everything());
        assertFalse(salvage.errors().contains("\tat "), salvage.everything());
    }

    /** Puts a large text of its own where a server would. */
    private static void storeText(Path blobs, int number) throws IOException, NoSuchAlgorithmException {
        byte[] text = ("text " + number + " ").repeat(1 << 17).getBytes(StandardCharsets.UTF_8);
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        Path shelf = Files.createDirectories(blobs.resolve(hash.substring(0, 2)));
        Files.write(shelf.resolve(hash.substring(2)), text);
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
