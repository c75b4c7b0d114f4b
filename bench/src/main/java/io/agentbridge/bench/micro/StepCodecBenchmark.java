package io.agentbridge.bench.micro;

import io.agentbridge.bench.life.CommandLife;
import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.input.Input;
import io.agentbridge.gateway.codec.StepCodec;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a journal record holds, to bytes and back: the step that accepts a command. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 5, time = 1)
public class StepCodecBenchmark {
    private final CommandLife life = new CommandLife(1);
    private final StepCodec codec = new StepCodec();
    private byte[] inputBytes = new byte[0];
    private byte[] eventBytes = new byte[0];
    private long firstSequence;

    @Setup
    public void setUp() {
        life.step();
        firstSequence = life.events().getFirst().sequence();
        codec.encodeInput(life.input());
        codec.encodeEvents(life.events());
        inputBytes = Arrays.copyOf(codec.inputBytes(), codec.inputLength());
        eventBytes = Arrays.copyOf(codec.eventsBytes(), codec.eventsLength());
    }

    @Benchmark
    public int encodeInput() {
        codec.encodeInput(life.input());
        return codec.inputLength();
    }

    @Benchmark
    public int encodeEvents() {
        codec.encodeEvents(life.events());
        return codec.eventsLength();
    }

    @Benchmark
    public Input decodeInput() {
        return codec.decodeInput(inputBytes);
    }

    @Benchmark
    public List<Event> decodeEvents() {
        return codec.decodeEvents(eventBytes, firstSequence, life.timestampMillis());
    }
}
