package io.agentbridge.bench.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.bench.life.CommandLife;
import io.agentbridge.bench.life.JournalKind;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.CommandStatus;
import org.junit.jupiter.api.Test;

class CommandLifeTest {
    @Test
    void everyCommandIsStartedAtOnceAndCompleted() {
        CommandLife life = new CommandLife(3);
        for (int command = 0; command < 100; command++) {
            life.step();
            String id = life.fact(Fact.CommandStarted.class).command().id();
            life.step();
            Fact.CommandEnded ended = life.fact(Fact.CommandEnded.class);
            assertEquals(id, ended.command().id());
            assertEquals(CommandStatus.COMPLETED, ended.command().status());
        }
        assertEquals(100, life.state().totals().commandsEnded());
    }

    @Test
    void whatIsMeasuredOnTheWireIsDecodedAndAnswered() {
        WireBenchmark wire = new WireBenchmark();
        wire.setUp();
        assertTrue(wire.framesOfEnd() > 0);
    }

    @Test
    void theReplayLeadsToTheStateThatWas() throws Exception {
        ReplayBenchmark replay = new ReplayBenchmark();
        try {
            // Throws unless the hashes of the live and the replayed state are equal.
            replay.write(5_000);
        } finally {
            replay.delete();
        }
    }

    @Test
    void theSnapshotThatIsMeasuredIsThatOfItsStateAfterwards() {
        SnapshotCodecBenchmark benchmark = new SnapshotCodecBenchmark();
        benchmark.setUp();
        assertEquals(
                SnapshotCodecBenchmark.full().hash(),
                benchmark.decodeAndRestore().hash());
    }

    @Test
    void aJournalThatIsMeasuredLeavesNothing() throws Exception {
        JournalBenchmark benchmark = new JournalBenchmark();
        benchmark.batch = 16;
        for (JournalKind kind : JournalKind.values()) {
            benchmark.kind = kind;
            benchmark.open();
            assertEquals(16, benchmark.commit());
            benchmark.close();
        }
    }
}
