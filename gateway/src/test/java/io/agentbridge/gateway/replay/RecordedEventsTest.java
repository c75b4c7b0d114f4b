package io.agentbridge.gateway.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Metric;
import io.agentbridge.gateway.codec.StepCodec;
import io.agentbridge.gateway.log.JournalEvents;
import io.agentbridge.journal.ChronicleJournal;
import io.agentbridge.journal.Durability;
import io.agentbridge.journal.Journal;
import io.agentbridge.journal.JournalFiles;
import io.agentbridge.journal.JournalOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedEventsTest {
    private static final int RECORDS = 3_000;
    private static final int EVENTS_EACH = 3;
    private static final int UNREADABLE = 2_000;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void write() throws IOException {
        write(folder.resolve("sound"), Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 769, 5_000, 8_999, 9_000})
    void areThoseThatAreReadOneByOne(long after) throws IOException {
        List<Event> expected = new ArrayList<>();
        try (JournalEvents.Reader events =
                JournalEvents.of(JournalFiles.readOnly(folder.resolve("sound"), after + 1), after)) {
            for (Event event = events.next(); event != null; event = events.next()) {
                expected.add(event);
            }
        }
        assertEquals(RECORDS * EVENTS_EACH - after, expected.size());
        try (RecordedEvents events =
                new RecordedEvents(JournalFiles.readOnly(folder.resolve("sound"), after + 1), after)) {
            for (Event event : expected) {
                assertEquals(event, events.next());
            }
            assertNull(events.next());
            assertNull(events.next());
        }
    }

    @Test
    void aRecordThatCannotBeReadIsNamedAfterAllThatStandsBefore() throws IOException {
        write(folder.resolve("unreadable"), UNREADABLE);
        try (RecordedEvents events = new RecordedEvents(JournalFiles.readOnly(folder.resolve("unreadable"), 1), 0)) {
            for (int sequence = 1; sequence <= (UNREADABLE - 1) * EVENTS_EACH; sequence++) {
                assertTrue(events.next() != null);
            }
            ReplayException refusal = assertThrows(ReplayException.class, events::next);
            assertTrue(String.valueOf(refusal.getMessage()).startsWith("Record 2000 "), refusal.getMessage());
        }
    }

    /** @param unreadable the number of a record that holds something else */
    private static void write(Path directory, int unreadable) throws IOException {
        StepCodec codec = new StepCodec();
        try (Journal journal =
                ChronicleJournal.open(JournalOptions.in(directory).withDurability(Durability.OS))) {
            for (int record = 1; record <= RECORDS; record++) {
                codec.encodeEvents(events(journal.lastSequence() + 1, record));
                byte[] events = record == unreadable ? new byte[] {9} : codec.eventsBytes();
                journal.append(
                        journal.lastSequence() + 1,
                        EVENTS_EACH,
                        record,
                        0,
                        codec.eventsBytes(),
                        codec.eventsLength(),
                        events,
                        record == unreadable ? events.length : codec.eventsLength());
            }
        }
    }

    private static List<Event> events(long firstSequence, int record) {
        List<Event> events = new ArrayList<>();
        for (int event = 0; event < EVENTS_EACH; event++) {
            Metric metric = new Metric("load", "record " + record + " event " + event, "", Body.none());
            events.add(new Event(firstSequence + event, record, Cause.NONE, new Fact.MetricReported(metric)));
        }
        return events;
    }
}
