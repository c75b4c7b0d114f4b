package io.agentbridge.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What the tests write into journals and how they read it back. */
final class Journals {
    private Journals() {}

    /** The two kinds of journal. */
    enum Kind {
        CHRONICLE,
        FILE;

        StoredJournal open(JournalOptions options) throws IOException {
            return switch (this) {
                case CHRONICLE -> ChronicleJournal.open(options);
                case FILE -> FileJournal.open(options);
            };
        }
    }

    /** Small blocks, and no reserve that would depend on the machine. */
    static JournalOptions in(Path directory) {
        return JournalOptions.in(directory)
                .withBlockBytes(1 << 20)
                .withReserveBytes(0)
                .withBlocksAheadAfterMillis(0);
    }

    /** A step that can be told from its number alone. */
    @SuppressWarnings("ArrayRecordComponent")
    record Step(int eventCount, long timestampMillis, long stateHash, byte[] input, byte[] events) {
        static Step of(long seed, int maxBytes) {
            var random = new Random(seed);
            byte[] input = new byte[1 + random.nextInt(maxBytes)];
            byte[] events = new byte[random.nextInt(maxBytes)];
            random.nextBytes(input);
            random.nextBytes(events);
            return new Step(random.nextInt(4), random.nextLong(), random.nextLong(), input, events);
        }

        static Step text(String text, int eventCount) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return new Step(eventCount, 1_000, text.hashCode(), bytes, bytes);
        }

        void appendTo(Journal journal) throws IOException {
            journal.append(
                    journal.lastSequence() + 1,
                    eventCount,
                    timestampMillis,
                    stateHash,
                    input,
                    input.length,
                    events,
                    events.length);
        }
    }

    /** Appends the steps with seeds {@code from} to {@code to}, forcing after each {@code batch}. */
    static void append(Journal journal, long from, long to, int maxBytes, int batch) throws IOException {
        for (long seed = from; seed <= to; seed++) {
            Step.of(seed, maxBytes).appendTo(journal);
            if (seed % batch == 0) {
                journal.force();
            }
        }
        journal.force();
    }

    static List<JournalRecord> read(JournalReader reader) throws IOException {
        var records = new ArrayList<JournalRecord>();
        try (reader) {
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                records.add(next.get());
            }
        }
        return records;
    }

    /** The records without marks, which say nothing of their own. */
    static List<JournalRecord> steps(Journal journal) throws IOException {
        return read(journal.reader(1)).stream()
                .filter(record -> !record.isMark())
                .toList();
    }
}
