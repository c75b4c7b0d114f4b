package io.agentbridge.bench.micro;

import io.agentbridge.bench.life.CommandLife;
import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.model.Body;
import io.agentbridge.gateway.wire.BackendChoice;
import io.agentbridge.gateway.wire.ClientIdentity;
import io.agentbridge.gateway.wire.EventFrames;
import io.agentbridge.gateway.wire.Inbound;
import io.agentbridge.gateway.wire.MessageDecoder;
import io.agentbridge.gateway.wire.WireLimits;
import java.nio.charset.StandardCharsets;
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

/** A client's messages decoded, and the events of a command's end as frames. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 5, time = 1)
public class WireBenchmark {
    private static final byte[] EXECUTE =
            ("{\"id\":\"5d1c9a54-0000-4000-8000-000000000001\",\"type\":\"command:execute\","
                            + "\"timestamp\":\"2026-01-01T00:00:00.000+00:00\",\"payload\":{\"command\":\""
                            + "say ".repeat(15)
                            + "\",\"agent_id\":\"worker-1750000000-0a1b2c3d\"},\"correlation_id\":\"17\"}")
                    .getBytes(StandardCharsets.UTF_8);
    private static final byte[] PING = ("{\"id\":\"ping-1\",\"type\":\"connection:ping\","
                    + "\"timestamp\":\"2026-01-01T00:00:00.000+00:00\",\"payload\":{\"timestamp\":"
                    + "\"2026-01-01T00:00:00.000+00:00\"},\"correlation_id\":\"17\"}")
            .getBytes(StandardCharsets.UTF_8);

    private final MessageDecoder decoder = new MessageDecoder(
            new ClientIdentity("user", "client"),
            new BackendChoice("echo", List.of("echo")),
            Body::of,
            WireLimits.DEFAULT);
    private final EventFrames frames = new EventFrames("epoch", WireBenchmark::text);
    private final CommandLife life = new CommandLife(1);
    private List<Event> ended = List.of();

    private static String text(Body body) {
        return switch (body) {
            case Body.Inline inline -> inline.text();
            case Body.Stored stored -> throw new IllegalStateException("No body here is stored: " + stored.hash());
        };
    }

    @Setup
    public void setUp() {
        life.step();
        life.step();
        ended = List.copyOf(life.events());
        require(decoder.decode(EXECUTE, 0, EXECUTE.length) instanceof Inbound.Engine);
        require(decoder.decode(PING, 0, PING.length) instanceof Inbound.Ping);
    }

    private static void require(boolean decoded) {
        if (!decoded) {
            throw new IllegalStateException("The decoder does not take the message that is measured");
        }
    }

    @Benchmark
    public Inbound decodeExecute() {
        return decoder.decode(EXECUTE, 0, EXECUTE.length);
    }

    @Benchmark
    public Inbound decodePing() {
        return decoder.decode(PING, 0, PING.length);
    }

    /** The frames of all events of the step that ends a command, for everybody and for the requester. */
    @Benchmark
    public int framesOfEnd() {
        int bytes = 0;
        for (Event event : ended) {
            for (byte[] frame : frames.shared(event)) {
                bytes += frame.length;
            }
            if (EventFrames.hasAnswer(event)) {
                for (byte[] frame : frames.answer(event, event.cause())) {
                    bytes += frame.length;
                }
            }
        }
        return bytes;
    }
}
