package io.agentbridge.gateway.command;

import io.agentbridge.engine.event.Event;
import io.agentbridge.gateway.codec.EventType;
import io.agentbridge.gateway.codec.StepCodec;
import io.agentbridge.gateway.configuration.DataFolder;
import io.agentbridge.journal.JournalFiles;
import io.agentbridge.journal.JournalReader;
import io.agentbridge.journal.JournalRecord;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code stats}: what a journal is made of. */
@Command(
        name = "stats",
        header = "Count what a journal holds: events by type, rates, sizes.",
        description = {"", "Reads the journal's files only; a server may be running on the same folder.", ""},
        footer = {"", "Example:", "  agent-bridge stats --data /srv/agent-bridge"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the journal cannot be read; standard error says why", "2:the command line is wrong"
        })
public final class StatsCommand implements Callable<Integer> {
    @Mixin
    private final DataOption data = new DataOption();

    @Mixin
    @SuppressWarnings("UnusedVariable") // Read by picocli.
    private final HelpOption help = new HelpOption();

    private final PrintStream out;
    private final PrintStream errors;
    private final StepCodec codec = new StepCodec();

    /** A command that prints to {@code out} and complains to {@code errors}. */
    public StatsCommand(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    @Override
    public Integer call() {
        return JournalFolder.read(out, errors, this::count);
    }

    private int count() throws IOException {
        DataFolder folder = data.folder();
        JournalStatistics statistics = new JournalStatistics();
        try (JournalReader reader = JournalFiles.readOnly(folder.journal(), JournalFiles.OLDEST)) {
            for (Optional<JournalRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                JournalRecord record = next.get();
                List<Event> events = record.isMark()
                        ? List.of()
                        : codec.decodeEvents(record.events(), record.firstSequence(), record.timestampMillis());
                statistics.add(events, record.input().length + record.events().length);
            }
        }
        print(statistics);
        disk("journal on disk", folder.journal());
        disk("blobs", folder.blobs());
        disk("snapshots", folder.snapshots());
        return ExitCode.OK;
    }

    private void print(JournalStatistics statistics) {
        row("events", String.format(Locale.ROOT, "%,d", statistics.events()));
        row("records", String.format(Locale.ROOT, "%,d", statistics.records()));
        if (statistics.events() == 0) {
            return;
        }
        long seconds = Math.max(1, (statistics.lastMillis() - statistics.firstMillis()) / 1_000);
        row(
                "first",
                String.format(
                        Locale.ROOT,
                        "%s, sequence %,d",
                        Instant.ofEpochMilli(statistics.firstMillis()),
                        statistics.firstSequence()));
        row("last", String.format(Locale.ROOT, "%s", Instant.ofEpochMilli(statistics.lastMillis())));
        row(
                "rate",
                String.format(
                        Locale.ROOT,
                        "%.2f events/s over %s",
                        (double) statistics.events() / seconds,
                        Duration.ofSeconds(seconds)));
        row(
                "busiest minute",
                String.format(
                        Locale.ROOT,
                        "%s, %,d events",
                        Instant.ofEpochMilli(statistics.busiestMinuteMillis()),
                        statistics.busiestMinuteEvents()));
        row(
                "bytes",
                String.format(
                        Locale.ROOT,
                        "%,d in records, %,d an event",
                        statistics.bytes(),
                        statistics.bytes() / statistics.events()));
        out.println();
        for (Map.Entry<EventType, Long> entry : statistics.byType()) {
            row(
                    entry.getKey().name().toLowerCase(Locale.ROOT),
                    String.format(
                            Locale.ROOT,
                            "%,12d  %5.1f %%",
                            entry.getValue(),
                            100.0 * entry.getValue() / statistics.events()));
        }
        out.println();
        for (JournalStatistics.Large large : statistics.largest()) {
            row(
                    "large record",
                    String.format(
                            Locale.ROOT,
                            "%,12d bytes at sequence %,d (%s)",
                            large.bytes(),
                            large.sequence(),
                            name(large)));
        }
    }

    private static String name(JournalStatistics.Large large) {
        return large.type().name().toLowerCase(Locale.ROOT);
    }

    private void row(String name, String value) {
        out.printf(Locale.ROOT, "%-20s %s%n", name, value);
    }

    private void disk(String name, Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        long[] filesAndBytes = new long[2];
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                filesAndBytes[0]++;
                filesAndBytes[1] += attributes.size();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException vanished) {
                return FileVisitResult.CONTINUE;
            }
        });
        row(name, String.format(Locale.ROOT, "%,d files, %,d bytes", filesAndBytes[0], filesAndBytes[1]));
    }
}
