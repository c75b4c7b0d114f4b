package io.agentbridge.bench.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class TargetsTest {
    private final Measurements measurements = new Measurements();

    private Target target(String name, Predicate<Target> which) {
        List<Target> found = Targets.of(measurements).stream()
                .filter(target -> target.name().equals(name))
                .filter(which)
                .toList();
        assertEquals(1, found.size());
        return found.getFirst();
    }

    @Test
    void theMedianOverTheRoundsCounts() {
        for (double value : new double[] {30, 10, 1_000}) {
            measurements.add(Quantity.ECHO_MICROS, value);
        }
        assertEquals(OptionalDouble.of(30), measurements.median(Quantity.ECHO_MICROS));
        measurements.add(Quantity.ECHO_MICROS, 20);
        assertEquals(OptionalDouble.of(25), measurements.median(Quantity.ECHO_MICROS));
        assertEquals(OptionalDouble.empty(), measurements.median(Quantity.PING_MICROS));
    }

    @Test
    void ratiosAreToTheEchoTheEngineAndTheDiskOfTheSameRun() {
        measurements.add(Quantity.ECHO_MICROS, 20);
        measurements.add(Quantity.FORCE_MICROS, 100);
        measurements.add(Quantity.PING_MICROS, 40);
        measurements.add(Quantity.ENGINE_STEP_NANOS, 1_500);
        measurements.add(Quantity.EXECUTE_OS_MICROS, 190.1);
        measurements.add(Quantity.EXECUTE_DISK_MICROS, 790);
        assertTrue(target("connection:ping, p50", Target::must).isMet());
        assertFalse(target("command:execute, os, p50", Target::must).isMet());
        assertTrue(target("command:execute, disk, p50", Target::must).isMet());
        assertEquals(790, target("command:execute, disk, p50", Target::must).bound());
    }

    @Test
    void theJournalIsHeldToThePlainFileOfTheSameRunAndAimsAtMore() {
        measurements.add(Quantity.FILE_APPEND_P50_NANOS, 2_000);
        measurements.add(Quantity.APPEND_P50_NANOS, 1_500);
        measurements.add(Quantity.FILE_READ_PER_SECOND, 10_000_000);
        measurements.add(Quantity.EXPORT_PER_SECOND, 299_999);
        assertTrue(target("append, os, p50", Target::must).isMet());
        assertFalse(target("append, os, p50", target -> !target.must()).isMet());
        assertFalse(target("export, events a second", Target::must).isMet());
        assertTrue(target("export, events a second", Target::must).basis().endsWith("is 0.03 x"));
    }

    @Test
    void aJournalIsHeldToNothingLessWhereThePlainFileWasNotMeasured() {
        measurements.add(Quantity.COMMIT_PER_SECOND, 1e9);
        measurements.add(Quantity.APPEND_P99_NANOS, 1);
        assertFalse(target("append and force, events a second", Target::must).isMet());
        assertFalse(target("append, os, p99", Target::must).isMet());
    }

    @Test
    void whatWasNotMeasuredIsMissed() {
        assertTrue(Targets.of(measurements).stream()
                .filter(target -> !target.name().startsWith("answers wrong"))
                .noneMatch(Target::isMet));
    }

    @Test
    void theMissionsAbsolutesAreMusts() {
        measurements.add(Quantity.CONNECT_MICROS, 100_001);
        measurements.add(Quantity.SUSTAINED_PER_SECOND, 100);
        measurements.add(Quantity.SUSTAINED_CONNECTIONS, 10);
        assertFalse(target("connect to connection:ack, p99", Target::must).isMet());
        assertFalse(target("answers a second of that", Target::must).isMet());
        assertFalse(target("connections of that", Target::must).isMet());
    }

    @Test
    void theTableNamesEachTargetWithItsVerdict() {
        measurements.add(Quantity.START_MILLIS, 700.5);
        measurements.add(Quantity.CONNECT_MICROS, 200_000);
        List<Target> targets = Targets.of(measurements);
        String text = GateTable.text(targets);
        assertTrue(text.lines().anyMatch(line -> line.contains("start to listening") && line.contains("aim ok")), text);
        assertTrue(text.lines().anyMatch(line -> line.contains("connect to") && line.contains(" MISSED")), text);
        assertTrue(text.lines().anyMatch(line -> line.contains("not measured")), text);
        assertEquals(targets.size() + 1, text.lines().count());
        assertTrue(
                GateTable.json(targets).contains("{\"name\":\"start to listening, empty journal\",\"measured\":700.5"));
    }
}
