package io.agentbridge.bench.micro;

import io.agentbridge.bench.life.JournalFolder;
import io.agentbridge.journal.ChronicleJournal;
import io.agentbridge.journal.Durability;
import io.agentbridge.journal.JournalFiles;
import io.agentbridge.journal.JournalOptions;
import io.agentbridge.journal.JournalReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
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
 * How long a start takes to open a journal of 1,000,000 events, 500,000 records of 700 bytes, with its index files and
 * without; and how long a reader beside a server takes to come to a sequence. Each is done once in a fresh process, as a start is.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"
        })
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class JournalOpenBenchmark {
    private static final int RECORDS = 500_000;
    private static final int EVENTS = 2;

    /** Whether the index files are there. */
    @Param({"true", "false"})
    public boolean indexed = true;

    private Path folder = Path.of("");

    @Setup(Level.Trial)
    public void write() throws IOException {
        folder = JournalFolder.create();
        byte[] input = new byte[200];
        byte[] events = new byte[428];
        Arrays.fill(input, (byte) 'i');
        Arrays.fill(events, (byte) 'e');
        try (var journal = ChronicleJournal.open(options())) {
            for (int record = 0; record < RECORDS; record++) {
                journal.append(journal.lastSequence() + 1, EVENTS, 1_750_000_000_000L, record, input, 200, events, 428);
            }
        }
        if (!indexed) {
            try (var files = Files.newDirectoryStream(folder, "*.idx")) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
        }
    }

    private JournalOptions options() {
        return JournalOptions.in(folder).withDurability(Durability.OS);
    }

    @TearDown(Level.Trial)
    public void delete() throws IOException {
        JournalFolder.delete(folder);
    }

    @Benchmark
    public long open() throws IOException {
        try (var journal = ChronicleJournal.open(options())) {
            return journal.lastSequence();
        }
    }

    @Benchmark
    public long readTheMiddle() throws IOException {
        try (JournalReader reader = JournalFiles.readOnly(folder, RECORDS)) {
            return reader.next().orElseThrow().number();
        }
    }
}
