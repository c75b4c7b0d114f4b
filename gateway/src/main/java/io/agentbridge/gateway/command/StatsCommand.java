package io.agentbridge.gateway.command;

import io.agentbridge.engine.event.Event;
import io.agentbridge.gateway.codec.StepCodec;
import io.agentbridge.gateway.configuration.DataFolder;
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
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code stats}: what a journal is made of. */
@Command(
        name = "stats",
        header = "Count what a journal holds: events by type, rates, sizes.",
        description = {"", "Reads the journal's files only; a server may be running on the same folder.", ""},
        footer = {
            "",
            "Examples:",
            "  agent-bridge stats --data /srv/agent-bridge    all of it",
            "  agent-bridge stats --since 1h                  what came in the last hour",
            "  agent-bridge stats --agent worker-1-0a1b2c3d   what an agent made"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the journal cannot be read; standard error says why", "2:the command line is wrong"
        })
public final class StatsCommand implements Callable<Integer> {
    @Mixin
    private final DataOption data = new DataOption();

    @Mixin
    private final FilterOptions filter = new FilterOptions();

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
        EventFilter given = filter.filter();
        return JournalFolder.read(out, errors, () -> count(given));
    }

    private int count(EventFilter given) throws IOException {
        DataFolder data = this.data.folder();
        JournalFolder folder = new JournalFolder(data);
        EventFilter asked = folder.byId(given, errors::println);
        EventRange range = folder.rangeToTheEnd(asked);
        Predicate<Event> wanted = asked.matcher(folder.bodies());
        JournalStatistics statistics = new JournalStatistics();
        try (JournalReader reader = folder.records(range.first())) {
            for (Optional<JournalRecord> next = reader.next();
                    next.isPresent() && next.get().firstSequence() <= range.last();
                    next = reader.next()) {
                JournalRecord record = next.get();
                if (!record.isMark()) {
                    statistics.add(
                            codec.decodeEvents(record.events(), record.firstSequence(), record.timestampMillis()),
                            wanted,
                            record.input().length + record.events().length);
                }
            }
        }
        print(statistics);
        disk("journal on disk", data.journal());
        disk("large texts", data.blobs());
        disk("snapshots", data.snapshots());
        return ExitCode.OK;
    }

    private void print(JournalStatistics statistics) {
        row("events", String.format(Locale.ROOT, "%,d in %,d steps", statistics.events(), statistics.records()));
        if (statistics.events() == 0) {
            return;
        }
        long millis = statistics.lastMillis() - statistics.firstMillis();
        row(
                "first",
                String.format(
                        Locale.ROOT,
                        "%s, sequence %,d",
                        Instant.ofEpochMilli(statistics.firstMillis()),
                        statistics.firstSequence()));
        row(
                "last",
                String.format(
                        Locale.ROOT,
                        "%s, sequence %,d",
                        Instant.ofEpochMilli(statistics.lastMillis()),
                        statistics.lastSequence()));
        row(
                "rate",
                String.format(
                        Locale.ROOT,
                        "%.2f events/s over %s",
                        statistics.events() * 1_000.0 / Math.max(1_000, millis),
                        span(millis)));
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
                        "%,d, %,d an event",
                        statistics.bytes(),
                        statistics.bytes() / statistics.events()));
        out.println();
        out.printf(Locale.ROOT, "%-20s %12s %8s %15s %9s%n", "type", "events", "share", "bytes", "average");
        for (JournalStatistics.OfType type : statistics.byType()) {
            row(
                    EventTypeConverter.name(type.type()),
                    String.format(
                            Locale.ROOT,
                            "%,12d %6.1f %% %,15d %,9d",
                            type.events(),
                            100.0 * type.events() / statistics.events(),
                            type.bytes(),
                            type.bytes() / type.events()));
        }
        out.println();
        for (JournalStatistics.Large large : statistics.largest()) {
            row(
                    "large step",
                    String.format(
                            Locale.ROOT,
                            "%,12d bytes at sequence %,d (%s)",
                            large.bytes(),
                            large.sequence(),
                            EventTypeConverter.name(large.type())));
        }
        out.println();
    }

    /** The two largest units of a time, which say enough. */
    private static String span(long millis) {
        Duration time = Duration.ofMillis(millis);
        if (time.toDays() > 0) {
            return time.toDays() + " d " + time.toHoursPart() + " h";
        }
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toMinutes() > 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
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
