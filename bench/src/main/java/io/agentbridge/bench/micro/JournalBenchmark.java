package io.agentbridge.bench.micro;

import io.agentbridge.bench.life.JournalFolder;
import io.agentbridge.bench.life.JournalKind;
import io.agentbridge.journal.Durability;
import io.agentbridge.journal.Journal;
import io.agentbridge.journal.JournalOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Group commit: a batch of steps of 300 bytes appended and forced. At durability os the force is none, so a batch of one is the cost of
 * an append. Every iteration begins an empty journal.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"
        })
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class JournalBenchmark {
    private static final int INPUT_BYTES = 100;
    private static final int EVENTS_BYTES = 200;
    private static final int EVENTS = 2;

    @Param
    public JournalKind kind = JournalKind.CHRONICLE;

    @Param({"OS", "DISK"})
    public Durability durability = Durability.DISK;

    @Param({"1", "16", "128"})
    public int batch;

    private final byte[] input = filled(INPUT_BYTES);
    private final byte[] events = filled(EVENTS_BYTES);
    private Path folder = Path.of("");
    private @Nullable Journal journal;
    private long sequence;

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }

    @Setup(Level.Iteration)
    public void open() throws IOException {
        folder = JournalFolder.create();
        JournalOptions options = JournalOptions.in(folder).withDurability(durability);
        journal = kind.open(options);
        sequence = 1;
    }

    @TearDown(Level.Iteration)
    public void close() throws IOException {
        Objects.requireNonNull(journal).close();
        JournalFolder.delete(folder);
    }

    @Benchmark
    public long commit() throws IOException {
        Journal target = Objects.requireNonNull(journal);
        for (int record = 0; record < batch; record++) {
            target.append(sequence, EVENTS, 1_750_000_000_000L, sequence, input, input.length, events, events.length);
            sequence += EVENTS;
        }
        target.force();
        return target.lastRecord();
    }
}
