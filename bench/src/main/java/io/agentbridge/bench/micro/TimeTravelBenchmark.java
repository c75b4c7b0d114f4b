package io.agentbridge.bench.micro;

import io.agentbridge.bench.life.JournalFolder;
import io.agentbridge.bench.life.RecordedLife;
import io.agentbridge.engine.Snapshot;
import io.agentbridge.gateway.past.TimeTravel;
import io.agentbridge.journal.ChronicleJournal;
import io.agentbridge.journal.Durability;
import io.agentbridge.journal.Journal;
import io.agentbridge.journal.JournalOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The state at a random sequence of a journal of 1,000,000 events, with 1,000 agents and 10,000 tasks. Read p0.50 and p1.00. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"
        })
@Warmup(iterations = 3, time = 4)
@Measurement(iterations = 5, time = 4)
public class TimeTravelBenchmark {
    private static final long EVENTS = 1_000_000;
    private static final int AGENTS = 1_000;
    private static final int TASKS = 10_000;

    /** Random sequences are looked for behind this one: before it the agents and tasks are not all there. */
    private static final long BEGIN = 3L * AGENTS + TASKS;

    private final Random random = new Random(42);
    private Path folder = Path.of("");
    private @Nullable Journal journal;
    private @Nullable TimeTravel timeTravel;

    @Setup
    public void write() throws IOException {
        folder = JournalFolder.create();
        RecordedLife.write(folder, AGENTS, TASKS, EVENTS);
        Journal opened = ChronicleJournal.open(
                JournalOptions.in(folder.resolve("journal")).withDurability(Durability.OS));
        journal = opened;
        timeTravel = TimeTravel.toLookAt(opened, RecordedLife.snapshots(folder));
    }

    @TearDown
    public void delete() throws IOException {
        Objects.requireNonNull(journal).close();
        JournalFolder.delete(folder);
    }

    @Benchmark
    public Snapshot stateAt() throws IOException {
        return Objects.requireNonNull(timeTravel).stateAt(random.nextLong(BEGIN, EVENTS));
    }
}
