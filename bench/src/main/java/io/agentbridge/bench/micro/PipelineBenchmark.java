package io.agentbridge.bench.micro;

import io.agentbridge.bench.life.JournalFolder;
import io.agentbridge.engine.Engine;
import io.agentbridge.engine.Reply;
import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Dialect;
import io.agentbridge.engine.model.Metric;
import io.agentbridge.gateway.log.LogTail;
import io.agentbridge.gateway.pipeline.Pipeline;
import io.agentbridge.gateway.pipeline.ReplySink;
import io.agentbridge.gateway.pipeline.Threading;
import io.agentbridge.gateway.wire.EventFrames;
import io.agentbridge.journal.ChronicleJournal;
import io.agentbridge.journal.Durability;
import io.agentbridge.journal.Journal;
import io.agentbridge.journal.JournalOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
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
 * The whole way of a request without a socket: through the ring, decided, journaled, encoded, and published. A batch is put in and
 * waited for, so a batch of one is the latency and a large one the throughput.
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
public class PipelineBenchmark {
    private static final int SLOTS = 8_192;
    private static final int TAIL_ENTRIES = 1 << 14;
    private static final long TAIL_BYTES = 16 << 20;

    @Param({"OS", "DISK"})
    public Durability durability = Durability.DISK;

    @Param({"1", "256"})
    public int batch;

    private final Cause cause = new Cause("user:bench", "client", "request", "", Dialect.STANDARD, 0, -1);
    private final Request request =
            new Request.ReportMetric(cause, new Metric("requests_per_second", "42", "", Body.none()));
    private @Nullable Journal journal;
    private @Nullable Pipeline pipeline;
    private LogTail tail = new LogTail(2, 1, 0);
    private Path folder = Path.of("");

    @Setup(Level.Iteration)
    public void open() throws IOException {
        folder = JournalFolder.create();
        Journal opened = ChronicleJournal.open(JournalOptions.in(folder).withDurability(durability));
        tail = new LogTail(TAIL_ENTRIES, TAIL_BYTES, 0);
        Pipeline started = new Pipeline(
                SLOTS,
                Threading.forCores(Runtime.getRuntime().availableProcessors()),
                Clock.systemUTC(),
                new Engine(new io.agentbridge.engine.State()),
                opened,
                tail,
                new EventFrames("bench", body -> ""),
                new NoReplies(),
                () -> {},
                failure -> {
                    throw new IllegalStateException("the pipeline failed", failure);
                });
        started.start();
        journal = opened;
        pipeline = started;
    }

    @Benchmark
    public long publish() {
        Pipeline open = Objects.requireNonNull(pipeline);
        long wanted = tail.newestSequence() + batch;
        for (int at = 0; at < batch; at++) {
            open.publish(request);
        }
        while (tail.newestSequence() < wanted) {
            Thread.onSpinWait();
        }
        return wanted;
    }

    @TearDown(Level.Iteration)
    public void close() throws IOException {
        Objects.requireNonNull(pipeline).close();
        Objects.requireNonNull(journal).close();
        JournalFolder.delete(folder);
    }

    /** Every request here is answered by its event. */
    private static final class NoReplies implements ReplySink {
        @Override
        public void refused(Reply.Refused reply) {
            throw new IllegalStateException("refused: " + reply);
        }

        @Override
        public void repeated(Reply.Repeated reply) {
            throw new IllegalStateException("repeated: " + reply);
        }

        @Override
        public void joined(Reply.Joined reply) {
            throw new IllegalStateException("joined: " + reply);
        }
    }
}
