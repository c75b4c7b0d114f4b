package io.agentbridge.gateway.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.event.Event;
import io.agentbridge.gateway.codec.EventLines;
import io.agentbridge.gateway.log.JournalEvents;
import io.agentbridge.gateway.replay.RecordedRun;
import io.agentbridge.journal.ChronicleJournal;
import io.agentbridge.journal.Durability;
import io.agentbridge.journal.JournalFiles;
import io.agentbridge.journal.JournalOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Of a long journal whoever wants the newest, or those of some time, reads little. */
class NewestEventsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private List<Event> events = List.of();

    @BeforeEach
    void record() throws IOException {
        try (ChronicleJournal journal = ChronicleJournal.open(JournalOptions.in(folder.resolve("journal"))
                .withBlockBytes(1 << 20)
                .withDurability(Durability.OS))) {
            RecordedRun run = new RecordedRun(journal, 5);
            run.steps(6_000);
            events = List.copyOf(run.events());
        }
    }

    @Test
    void theLastOfTheWantedAreFoundHoweverFarApartTheyAre() throws IOException {
        JournalEvents recorded = new JournalEvents(JournalFiles.records(folder.resolve("journal")));
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            int oneIn = 1 + random.nextInt(2_000);
            Predicate<Event> wanted = event -> event.sequence() % oneIn == 0;
            long first = random.nextLong(1, events.size() + 1L);
            long last = random.nextLong(first - 1, events.size() + 1L);
            int count = random.nextInt(50);
            List<Event> all = events.subList((int) first - 1, (int) last).stream()
                    .filter(wanted)
                    .toList();
            assertEquals(
                    all.subList(Math.max(0, all.size() - count), all.size()),
                    new NewestEvents(recorded, wanted, new EventRange(first, last)).find(count));
        }
    }

    @Test
    void whatIsFarBeforeIsNotRead() throws IOException {
        damageTheThirdRecord();
        Event late = events.get(events.size() - 100);
        String then = Instant.ofEpochMilli(late.timestampMillis()).toString();
        List<Event> since = events.stream()
                .filter(event -> event.timestampMillis() >= late.timestampMillis())
                .toList();
        assertPrints(ExitCode.FAILURE, List.of(), out -> new TailCommand(out, out), "--from", "1");
        assertPrints(ExitCode.OK, events.subList(events.size() - 10, events.size()), out -> new TailCommand(out, out));
        assertPrints(ExitCode.OK, since, out -> new TailCommand(out, out), "--since", then);
        assertPrints(ExitCode.OK, since, out -> new ExportCommand(out, out), "--since", then);
        assertPrints(
                ExitCode.OK,
                events.subList(events.size() - 30, events.size() - 20),
                out -> new ExportCommand(out, out),
                "--from",
                "" + (events.size() - 29),
                "--to",
                "" + (events.size() - 20));
    }

    private interface Making {
        Object command(PrintStream out);
    }

    private void assertPrints(int exitCode, List<Event> expected, Making making, String... arguments) {
        var printed = new ByteArrayOutputStream();
        var out = new PrintStream(printed, false, StandardCharsets.UTF_8);
        String[] all = Stream.concat(Stream.of("--data", folder.toString()), Stream.of(arguments))
                .toArray(String[]::new);
        int code = CommandLines.prepare(new CommandLine(making.command(out)), List.of(), Map.of())
                .execute(all);
        out.flush();
        List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(exitCode, code, () -> lines.toString());
        if (code == ExitCode.OK) {
            EventLines encoder = new EventLines();
            assertEquals(expected.stream().map(encoder::line).toList(), lines);
        }
    }

    private void damageTheThirdRecord() throws IOException {
        Path segment;
        try (Stream<Path> files = Files.list(folder.resolve("journal"))) {
            segment = files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
        }
        String text = new String(Files.readAllBytes(segment), StandardCharsets.ISO_8859_1);
        int record = text.indexOf("ABJ1", text.indexOf("ABJ1", text.indexOf("ABJ1") + 1) + 1);
        assertTrue(record > 0, "there is a record");
        try (var file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(record + 80L);
            int was = file.read();
            file.seek(record + 80L);
            file.write(was ^ 1);
        }
    }
}
