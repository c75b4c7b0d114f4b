package io.agentbridge.bench.micro;

import io.agentbridge.bench.life.CommandLife;
import io.agentbridge.engine.event.Event;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One step of the engine on the main road: decide, apply, hash. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 5, time = 1)
public class EngineStepBenchmark {
    @Param({"10", "500"})
    public int agents;

    private CommandLife life = new CommandLife(1);

    @Setup
    public void setUp() {
        life = new CommandLife(agents);
    }

    @Benchmark
    @OperationsPerInvocation(CommandLife.STEPS)
    public List<Event> step() {
        life.step();
        life.step();
        return life.events();
    }
}
