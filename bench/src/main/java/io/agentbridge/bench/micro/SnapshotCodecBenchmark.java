package io.agentbridge.bench.micro;

import io.agentbridge.engine.Decision;
import io.agentbridge.engine.Engine;
import io.agentbridge.engine.Snapshot;
import io.agentbridge.engine.State;
import io.agentbridge.engine.input.Notice;
import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.AgentOptions;
import io.agentbridge.engine.model.AgentType;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Dialect;
import io.agentbridge.engine.model.Retry;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.gateway.codec.SnapshotCodec;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/** A snapshot of 1,000 agents and 10,000 open tasks, to bytes, back, and back to a state. */
@org.openjdk.jmh.annotations.State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SnapshotCodecBenchmark {
    private static final int AGENTS = 1_000;
    private static final int TASKS = 10_000;

    private final SnapshotCodec codec = new SnapshotCodec();
    private Snapshot snapshot = new State().snapshot();
    private byte[] encoded = new byte[0];

    @Setup
    public void setUp() {
        snapshot = full();
        encoded = codec.encode(snapshot);
    }

    /** The snapshot that is measured. */
    static Snapshot full() {
        Engine engine = new Engine(new State());
        Decision decision = new Decision();
        long time = 1_750_000_000_000L;
        engine.step(new Notice.ServerStarted("bench", Settings.DEFAULT), time, decision);
        for (int agent = 0; agent < AGENTS; agent++) {
            engine.step(
                    new Request.CreateAgent(
                            cause(agent),
                            AgentType.WORKER,
                            "",
                            "echo",
                            "echo",
                            List.of("coding"),
                            AgentOptions.DEFAULT),
                    ++time,
                    decision);
        }
        for (int task = 0; task < TASKS; task++) {
            engine.step(
                    new Request.AssignTask(
                            cause(AGENTS + task),
                            "",
                            "",
                            "Task " + task,
                            Body.of("do it ".repeat(10) + task),
                            Body.none(),
                            Body.none(),
                            task % 10,
                            List.of(),
                            List.of("coding"),
                            0,
                            Retry.NONE),
                    ++time,
                    decision);
        }
        Snapshot full = engine.state().snapshot();
        if (full.agents().size() != AGENTS || full.tasks().size() != TASKS) {
            throw new IllegalStateException("There are " + full.agents().size() + " agents and "
                    + full.tasks().size() + " tasks: " + decision.reply());
        }
        return full;
    }

    private static Cause cause(int request) {
        return new Cause(
                "user", "client", new UUID(0x4000, request).toString(), "7", Dialect.STANDARD, request + 1, -1);
    }

    @Benchmark
    public byte[] encode() {
        return codec.encode(snapshot);
    }

    @Benchmark
    public Snapshot decode() {
        return codec.decode(encoded);
    }

    @Benchmark
    public State decodeAndRestore() {
        return State.restore(codec.decode(encoded));
    }
}
