package io.agentbridge.bench.micro;

import io.agentbridge.bench.gate.ServerProcess;
import io.agentbridge.bench.life.JournalFolder;
import io.agentbridge.bench.life.RecordedLife;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/**
 * From the start of the real server's process until its port accepts: on an empty journal, on one of 1,000,000 events, and each with and
 * without a start cache.
 */
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
    private static final String JAVA_HOME = System.getProperty("java.home");
    private static final Path JAR = Path.of("gateway", "target", "gateway.jar");

    /** What the server finds; without a snapshot all events are applied. */
    public enum Found {
        EMPTY,
        SNAPSHOT,
        EVENTS
    }

    @Param({"EMPTY", "SNAPSHOT", "EVENTS"})
    public Found found = Found.SNAPSHOT;

    @Param({"false", "true"})
    public boolean cache;

    private Path folder = Path.of("");
    private Path data = Path.of("");
    private @Nullable ServerProcess server;

    @Setup(Level.Trial)
    public void write() throws IOException, InterruptedException {
        folder = JournalFolder.create();
        data = JournalFolder.createIn(folder);
        if (found != Found.EMPTY) {
            RecordedLife.write(data, AGENTS, 0, EVENTS);
        }
        if (cache) {
            makeCache();
        }
    }

    private void makeCache() throws IOException, InterruptedException {
        ProcessBuilder making = new ProcessBuilder(
                        "src/dist/start-cache", JAR.toString(), cacheFile().toString())
                .inheritIO();
        making.environment().put("JAVA_HOME", JAVA_HOME);
        int exitCode = making.start().waitFor();
        if (exitCode != 0) {
            throw new IOException("src/dist/start-cache ended with " + exitCode);
        }
    }

    private Path cacheFile() {
        return folder.resolve("gateway.aot");
    }

    @Setup(Level.Invocation)
    public void makeWhatIsFound() throws IOException {
        switch (found) {
            case EMPTY -> data = JournalFolder.createIn(folder);
            case SNAPSHOT -> {}
            case EVENTS -> deleteSnapshots();
        }
    }

    private void deleteSnapshots() throws IOException {
        try (var files = Files.newDirectoryStream(data.resolve("snapshots"))) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    @Benchmark
    public Object startToListening() throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(Path.of(JAVA_HOME, "bin", "java").toString(), "-XX:+UseSerialGC"));
        if (cache) {
            command.add("-XX:AOTCache=" + cacheFile());
        }
        command.addAll(List.of(
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
        ServerProcess started = new ServerProcess(command);
        server = started;
        return started;
    }

    @TearDown(Level.Invocation)
    public void stop() {
        Objects.requireNonNull(server).close();
    }

    @TearDown(Level.Trial)
    public void delete() throws IOException {
        JournalFolder.delete(folder);
    }
}
