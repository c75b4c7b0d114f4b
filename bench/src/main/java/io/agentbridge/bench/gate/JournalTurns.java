package io.agentbridge.bench.gate;

import io.agentbridge.bench.life.CommandLife;
import io.agentbridge.bench.life.EncodedSteps;
import io.agentbridge.bench.life.JournalFolder;
import io.agentbridge.bench.life.JournalKind;
import io.agentbridge.bench.life.StepRecorder;
import io.agentbridge.gateway.command.CommandLines;
import io.agentbridge.gateway.command.ExportCommand;
import io.agentbridge.gateway.log.JournalEvents;
import io.agentbridge.gateway.replay.Replay;
import io.agentbridge.journal.Durability;
import io.agentbridge.journal.Journal;
import io.agentbridge.journal.JournalFiles;
import io.agentbridge.journal.JournalOptions;
import io.agentbridge.journal.JournalReader;
import io.agentbridge.journal.JournalRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;

/**
 * Measures the product's journal and the plain file's in turns, in this process, with the same records in both: what writing takes, with
 * a force for each batch and without one, and what readers make of it. Turns are short, so that a disturbance hits one of many.
 */
final class JournalTurns {
    private static final int TURNS_PER_ROUND = 3;
    /** Steps for each force: what comes together while the force before is under way, when many connections are busy. */
    private static final int BATCH_STEPS = 128;

    private static final int APPENDS = 50_000;
    private static final int AGENTS = 100;
    private static final long EVENTS = 100_000;
    private static final long MAX_NANOS = Duration.ofSeconds(10).toNanos();

    private final GatePlan plan;
    private final Path folder;
    private final long leastEvents;
    private final int appends;
    private final EncodedSteps steps = new EncodedSteps();
    private long events;

    /** Turns that keep their journals in {@code folder}. */
    JournalTurns(GatePlan plan, Path folder) {
        this(plan, folder, EVENTS, APPENDS);
    }

    /**
     * Turns of another size.
     *
     * @param leastEvents in a journal that is read
     * @param appends one by one in a turn
     */
    JournalTurns(GatePlan plan, Path folder, long leastEvents, int appends) {
        this.plan = plan;
        this.folder = folder;
        this.leastEvents = leastEvents;
        this.appends = appends;
    }

    /** Adds the figures of each turn; the first ones, while the code is not compiled yet, do not count. */
    void measure(Measurements measurements) throws IOException {
        write();
        long begin = System.nanoTime();
        do {
            turn(new Measurements());
        } while (System.nanoTime() - begin < plan.warmUp().toNanos());
        for (int turn = 0; turn < plan.rounds() * TURNS_PER_ROUND; turn++) {
            turn(measurements);
        }
    }

    private void turn(Measurements measurements) throws IOException {
        measurements.add(Quantity.COMMIT_PER_SECOND, commitsPerSecond(JournalKind.CHRONICLE));
        measurements.add(Quantity.FILE_COMMIT_PER_SECOND, commitsPerSecond(JournalKind.FILE));
        Histogram appends = appendNanos(JournalKind.CHRONICLE);
        Histogram fileAppends = appendNanos(JournalKind.FILE);
        measurements.add(Quantity.APPEND_P50_NANOS, (double) appends.getValueAtPercentile(50));
        measurements.add(Quantity.FILE_APPEND_P50_NANOS, (double) fileAppends.getValueAtPercentile(50));
        measurements.add(Quantity.APPEND_P99_NANOS, (double) appends.getValueAtPercentile(99));
        measurements.add(Quantity.FILE_APPEND_P99_NANOS, (double) fileAppends.getValueAtPercentile(99));
        measurements.add(Quantity.EXPORT_PER_SECOND, perSecond(() -> export(OutputStream.nullOutputStream())));
        measurements.add(Quantity.FILE_READ_PER_SECOND, perSecond(this::read));
        measurements.add(Quantity.REPLAY_PER_SECOND, perSecond(this::replay));
        measurements.add(Quantity.FILE_DECODE_PER_SECOND, perSecond(this::decode));
    }

    /** Writes the journals that the readers read. */
    void write() throws IOException {
        for (JournalKind kind : JournalKind.values()) {
            JournalOptions options = JournalOptions.in(journalOf(kind)).withDurability(Durability.OS);
            try (Journal journal = kind.open(options)) {
                CommandLife life = new CommandLife(AGENTS, new StepRecorder(journal));
                while (journal.lastSequence() < leastEvents) {
                    life.step();
                }
                events = journal.lastSequence();
            }
        }
    }

    /** Events a second that are appended and forced, for a part of a round. */
    private double commitsPerSecond(JournalKind kind) throws IOException {
        long nanos = plan.measurement().dividedBy(TURNS_PER_ROUND).toNanos();
        return inEmptyJournal(kind, Durability.DISK, journal -> {
            long begin = System.nanoTime();
            long now = begin;
            while (now - begin < nanos) {
                for (int step = 0; step < BATCH_STEPS; step++) {
                    steps.appendTo(journal);
                }
                journal.force();
                now = System.nanoTime();
            }
            return journal.lastSequence() * 1e9 / (now - begin);
        });
    }

    /** What single appends take at durability os. */
    private Histogram appendNanos(JournalKind kind) throws IOException {
        return inEmptyJournal(kind, Durability.OS, journal -> {
            Histogram nanos = new Histogram(MAX_NANOS, 3);
            for (int count = 0; count < appends; count++) {
                long begin = System.nanoTime();
                steps.appendTo(journal);
                nanos.recordValue(Math.min(MAX_NANOS, System.nanoTime() - begin));
            }
            return nanos;
        });
    }

    @FunctionalInterface
    private interface Writing<T> {
        T run(Journal journal) throws IOException;
    }

    private <T> T inEmptyJournal(JournalKind kind, Durability durability, Writing<T> writing) throws IOException {
        Path directory = JournalFolder.createIn(folder);
        // As in a server that has started.
        JournalOptions options =
                JournalOptions.in(directory).withDurability(durability).withBlocksAheadAfterMillis(0);
        try (Journal journal = kind.open(options)) {
            return writing.run(journal);
        } finally {
            JournalFolder.delete(directory);
        }
    }

    /** Reads something to its end, and says how many events that were. */
    @FunctionalInterface
    private interface Reading {
        long run() throws IOException;
    }

    private static double perSecond(Reading reading) throws IOException {
        long begin = System.nanoTime();
        long read = reading.run();
        return read * 1e9 / (System.nanoTime() - begin);
    }

    /** The product's command, as it runs; how many events there are. */
    long export(OutputStream target) throws IOException {
        List<String> arguments = List.of("--data", dataOf(JournalKind.CHRONICLE).toString());
        try (PrintStream out = new PrintStream(target, false, StandardCharsets.UTF_8)) {
            CommandLine export =
                    CommandLines.prepare(new CommandLine(new ExportCommand(out, System.err)), arguments, Map.of());
            int exit = export.execute(arguments.toArray(String[]::new));
            if (exit != 0) {
                throw new IOException("export ended with " + exit);
            }
        }
        return events;
    }

    /** Reads and checks the plain file's records. */
    long read() throws IOException {
        long sequence = 0;
        try (JournalReader reader = reader(JournalKind.FILE)) {
            for (Optional<JournalRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                sequence = next.get().lastSequence();
            }
        }
        return sequence;
    }

    /** Reads the plain file's events. */
    long decode() throws IOException {
        long count = 0;
        try (JournalEvents.Reader reader = JournalEvents.of(reader(JournalKind.FILE), 0)) {
            while (reader.next() != null) {
                count++;
            }
        }
        return count;
    }

    /** As a start does it. Throws unless each record leads to the hash that it bears. */
    long replay() throws IOException {
        Replay replay = Replay.fromStart();
        try (JournalReader reader = reader(JournalKind.CHRONICLE)) {
            replay.run(reader);
        }
        return replay.state().sequence();
    }

    private JournalReader reader(JournalKind kind) throws IOException {
        return JournalFiles.readOnly(journalOf(kind), 1);
    }

    private Path dataOf(JournalKind kind) {
        return folder.resolve(kind.name().toLowerCase(Locale.ROOT));
    }

    private Path journalOf(JournalKind kind) {
        return dataOf(kind).resolve("journal");
    }
}
