package io.agentbridge.bench.micro;

import io.agentbridge.bench.gate.ServerProcess;
import io.agentbridge.bench.life.JournalFolder;
import io.agentbridge.bench.life.RecordedLife;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

/** From the start of the real server's process until its port accepts, on a journal of 1,000,000 events. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
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
@Warmup(iterations = 1)
@Measurement(iterations = 5)
public class StartBenchmark {
    private static final long EVENTS = 1_000_000;
    private static final int AGENTS = 100;
    private static final Path JAR = Path.of("gateway", "target", "gateway.jar");

    /** Whether there are snapshots; without one all events are applied. */
    @Param({"true", "false"})
    public boolean snapshot = true;

    private Path data = Path.of("");
    private @Nullable ServerProcess server;

    @Setup(Level.Trial)
    public void write() throws IOException {
        data = JournalFolder.create();
        RecordedLife.write(data, AGENTS, 0, EVENTS);
    }

    @Setup(Level.Invocation)
    public void dropSnapshots() throws IOException {
        if (!snapshot) {
            try (var files = Files.newDirectoryStream(data.resolve("snapshots"))) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
        }
    }

    @Benchmark
    public Object startToListening() throws IOException, InterruptedException {
        ServerProcess started = new ServerProcess(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-jar",
                JAR.toString(),
                "run",
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--data",
                data.toString(),
                "--backend",
                "echo",
                "--auth",
                "local"));
        server = started;
        return started;
    }

    @TearDown(Level.Invocation)
    public void stop() {
        Objects.requireNonNull(server).close();
    }

    @TearDown(Level.Trial)
    public void delete() throws IOException {
        JournalFolder.delete(data);
    }
}
