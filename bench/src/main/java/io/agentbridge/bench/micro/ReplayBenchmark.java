package io.agentbridge.bench.micro;

import io.agentbridge.bench.life.CommandLife;
import io.agentbridge.bench.life.JournalFolder;
import io.agentbridge.bench.life.StepRecorder;
import io.agentbridge.engine.State;
import io.agentbridge.engine.event.Event;
import io.agentbridge.gateway.codec.StepCodec;
import io.agentbridge.gateway.replay.EventListener;
import io.agentbridge.gateway.replay.Replay;
import io.agentbridge.journal.ChronicleJournal;
import io.agentbridge.journal.Durability;
import io.agentbridge.journal.Journal;
import io.agentbridge.journal.JournalOptions;
import io.agentbridge.journal.JournalReader;
import io.agentbridge.journal.JournalRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a recovery without a snapshot does: read records, check them, decode their events, apply them. */
@org.openjdk.jmh.annotations.State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"
        })
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class ReplayBenchmark {
    private static final int EVENTS = 200_000;
    private static final int AGENTS = 100;

    private final StepCodec codec = new StepCodec();
    private Path folder = Path.of("");
    private @Nullable Journal journal;

    @Setup
    public void write() throws IOException {
        write(EVENTS);
    }

    /** Writes a journal of that many events, and checks that replaying it leads to the state that was. */
    void write(long events) throws IOException {
        folder = JournalFolder.create();
        Journal target = ChronicleJournal.open(JournalOptions.in(folder).withDurability(Durability.OS));
        journal = target;
        CommandLife life = new CommandLife(AGENTS, new StepRecorder(target));
        while (target.lastSequence() < events) {
            life.step();
        }
        target.force();
        if (replayThrough(target.lastSequence()) != life.state().hash()) {
            throw new IllegalStateException("The replay does not lead to the state that was");
        }
    }

    @TearDown
    public void delete() throws IOException {
        Objects.requireNonNull(journal).close();
        JournalFolder.delete(folder);
    }

    /** As a start does it: on two threads, each record held to the hash that it bears. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long replay() throws IOException {
        return replayThrough(EVENTS);
    }

    private long replayThrough(long sequence) throws IOException {
        Replay replay = Replay.fromStart();
        try (JournalReader reader = Objects.requireNonNull(journal).reader(1)) {
            replay.run(reader, sequence, EventListener.NONE);
        }
        return replay.state().hash();
    }

    /** The same work on one thread. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long replayOnOneThread() throws IOException {
        State state = new State();
        try (JournalReader reader = Objects.requireNonNull(journal).reader(1)) {
            while (state.sequence() < EVENTS) {
                JournalRecord record = reader.next().orElseThrow();
                for (Event event : decode(record)) {
                    state.apply(event);
                }
                if (state.hash() != record.stateHash()) {
                    throw new IllegalStateException("Record " + record.number() + " does not lead to its hash");
                }
            }
        }
        return state.hash();
    }

    /** Without applying anything: read, check, decode. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long decodeOnly() throws IOException {
        long sequence = 0;
        try (JournalReader reader = Objects.requireNonNull(journal).reader(1)) {
            while (sequence < EVENTS) {
                sequence = decode(reader.next().orElseThrow()).getLast().sequence();
            }
        }
        return sequence;
    }

    private List<Event> decode(JournalRecord record) {
        return codec.decodeEvents(record.events(), record.firstSequence(), record.timestampMillis());
    }
}
