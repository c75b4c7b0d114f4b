package io.agentbridge.bench.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.bench.life.JournalKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTurnsTest {
    private static final GatePlan SHORT = new GatePlan(1, Duration.ZERO, Duration.ofMillis(30));

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyQuantityOfAJournalIsMeasuredInEachTurnAndOnlyWhatIsReadStays() throws Exception {
        Measurements measurements = new Measurements();
        JournalTurns turns = new JournalTurns(SHORT, folder, 5_000, 1_000);
        turns.measure(measurements);
        for (Quantity quantity : List.of(
                Quantity.COMMIT_PER_SECOND,
                Quantity.FILE_COMMIT_PER_SECOND,
                Quantity.APPEND_P50_NANOS,
                Quantity.FILE_APPEND_P50_NANOS,
                Quantity.APPEND_P99_NANOS,
                Quantity.FILE_APPEND_P99_NANOS,
                Quantity.EXPORT_PER_SECOND,
                Quantity.FILE_READ_PER_SECOND,
                Quantity.REPLAY_PER_SECOND,
                Quantity.FILE_DECODE_PER_SECOND)) {
            assertTrue(measurements.median(quantity).orElseThrow() > 0, quantity::toString);
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(JournalKind.values().length, left.count());
        }
    }

    @Test
    void bothJournalsHoldTheSameEventsAndTheExportIsALineForEach() throws Exception {
        JournalTurns turns = new JournalTurns(SHORT, folder, 5_000, 1_000);
        turns.write();
        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        long events = turns.export(exported);
        List<String> lines = exported.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(events, lines.size());
        assertTrue(lines.getLast().startsWith("{\"sequence\":" + events + ","), lines.getLast());
        assertEquals(events, turns.read());
        assertEquals(events, turns.decode());
        assertEquals(events, turns.replay());
    }

    @Test
    void anExportThatFailsIsNotAFastOne() {
        JournalTurns turns = new JournalTurns(SHORT, folder, 5_000, 1_000);
        assertThrows(IOException.class, () -> turns.export(new ByteArrayOutputStream()));
    }
}
