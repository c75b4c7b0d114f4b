package io.agentbridge.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.input.Notice;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.gateway.codec.StepCodec;
import io.agentbridge.gateway.wire.Subjects;
import io.agentbridge.journal.Durability;
import io.agentbridge.journal.FileJournal;
import io.agentbridge.journal.Journal;
import io.agentbridge.journal.JournalOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCursorTest {
    private static final int TAIL_ENTRIES = 8;

    @TempDir
    Path folder;

    private final StepCodec codec = new StepCodec();
    private final LogTail tail = new LogTail(TAIL_ENTRIES, 1 << 20, 0);
    private Journal journal;

    @BeforeEach
    void open() throws IOException {
        journal = FileJournal.open(JournalOptions.in(folder).withDurability(Durability.OS));
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    @Test
    void aCursorThatKeepsUpReadsTheTail() throws IOException {
        try (LogCursor cursor = cursor(0)) {
            assertNull(cursor.poll());
            for (long sequence = 1; sequence <= 3 * TAIL_ENTRIES; sequence++) {
                publish();
                assertEquals(sequence, next(cursor));
                assertNull(cursor.poll());
            }
        }
    }

    @Test
    void aCursorThatFellBehindReadsTheJournalAndComesBackToTheTail() throws IOException {
        try (LogCursor cursor = cursor(0)) {
            for (int i = 0; i < 5 * TAIL_ENTRIES; i++) {
                publish();
            }
            for (long sequence = 1; sequence <= 5 * TAIL_ENTRIES; sequence++) {
                assertEquals(sequence, next(cursor));
            }
            assertNull(cursor.poll());
            publish();
            assertEquals(5 * TAIL_ENTRIES + 1, next(cursor));
        }
    }

    @Test
    void ephemeralEntriesAreNoEvents() throws IOException {
        try (LogCursor cursor = cursor(0)) {
            publish();
            tail.append(new TailEntry(tail.newest() + 1, 1, null, subjects(), null, null, 1));
            publish();
            assertEquals(1, next(cursor));
            assertEquals(2, next(cursor));
            assertNull(cursor.poll());
        }
    }

    @Test
    void atWhateverPaceItReadsEverythingOnceAndInOrder() throws IOException {
        Random random = new Random(7);
        try (LogCursor cursor = cursor(0)) {
            long read = 0;
            for (int round = 0; round < 500; round++) {
                for (int i = random.nextInt(2 * TAIL_ENTRIES); i > 0; i--) {
                    publish();
                }
                for (int i = random.nextInt(2 * TAIL_ENTRIES); i > 0 && read < tail.newestSequence(); i--) {
                    read++;
                    assertEquals(read, next(cursor));
                }
            }
            assertEquals(read, cursor.sequence());
        }
    }

    private LogCursor cursor(long after) {
        return new LogCursor(tail, new JournalEvents(journal), after);
    }

    private static long next(LogCursor cursor) throws IOException {
        Event event = cursor.poll();
        assertNotNull(event);
        return event.sequence();
    }

    private static Subjects subjects() {
        return new Subjects(List.of(), List.of(), List.of(), List.of(), "");
    }

    private void publish() throws IOException {
        long sequence = tail.newestSequence() + 1;
        Event event = new Event(sequence, sequence, Cause.NONE, new Fact.ServerStarted("test", Settings.DEFAULT));
        codec.encodeInput(new Notice.ServerStarted("test", Settings.DEFAULT));
        codec.encodeEvents(List.of(event));
        journal.append(
                sequence,
                1,
                sequence,
                0,
                codec.inputBytes(),
                codec.inputLength(),
                codec.eventsBytes(),
                codec.eventsLength());
        journal.force();
        tail.append(new TailEntry(tail.newest() + 1, sequence, event, subjects(), null, null, 1));
    }
}
