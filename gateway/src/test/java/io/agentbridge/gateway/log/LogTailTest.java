package io.agentbridge.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.gateway.wire.Subjects;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogTailTest {
    private static final Subjects NOTHING = new Subjects(List.of(), List.of(), List.of(), List.of(), "");

    @Test
    void aReaderThatHasSeenEverythingWaitsForTheNextEntry() {
        LogTail tail = new LogTail(8, 1_000, 41);
        assertEquals(1, tail.positionAfter(41));
        assertNull(tail.get(1));
        append(tail, true, 10);
        assertEquals(42, sequenceAt(tail, 1));
        assertEquals(2, tail.positionAfter(42));
    }

    @Test
    void aReaderOfWhatWasBeforeTheStartIsSentToTheJournal() {
        LogTail tail = new LogTail(8, 1_000, 41);
        assertEquals(-1, tail.positionAfter(40));
    }

    @Test
    void theOldestEntriesMakeRoomForTheNewest() {
        LogTail tail = new LogTail(1 << 10, 100, 0);
        for (int i = 0; i < 20; i++) {
            append(tail, true, 10);
        }
        assertTrue(tail.isEvicted(10));
        assertNotNull(tail.get(11));
        assertEquals(-1, tail.positionAfter(9));
        assertEquals(11, tail.positionAfter(10));
    }

    @Test
    void anEntryLargerThanTheTailIsStillShown() {
        LogTail tail = new LogTail(8, 100, 0);
        append(tail, true, 10);
        append(tail, true, 5_000);
        assertEquals(2, sequenceAt(tail, 2));
        assertEquals(-1, tail.positionAfter(0));
    }

    @Test
    void positionsHaveNoGaps() {
        LogTail tail = new LogTail(8, 100, 0);
        TailEntry skipping = new TailEntry(2, 1, null, NOTHING, null, null, 1);
        assertThrows(IllegalStateException.class, () -> tail.append(skipping));
    }

    /** The oracle is a plain list of everything that was ever appended. */
    @Property
    void aCursorFindsExactlyTheEntriesAfterItsSequence(
            @ForAll @Size(max = 200) List<@IntRange(max = 3) Integer> kinds,
            @ForAll @IntRange(min = 1, max = 6) int log2Entries,
            @ForAll @LongRange(min = 20, max = 400) long maxBytes) {
        LogTail tail = new LogTail(1 << log2Entries, maxBytes, 7);
        for (int kind : kinds) {
            append(tail, kind != 0, 10 + kind);
        }
        long newest = tail.newestSequence();
        for (long sequence = 7; sequence <= newest; sequence++) {
            long position = tail.positionAfter(sequence);
            if (position < 0) {
                continue;
            }
            long expected = sequence;
            for (TailEntry entry = tail.get(position); entry != null; entry = tail.get(++position)) {
                if (entry.event() != null) {
                    expected++;
                    assertEquals(expected, entry.sequence());
                }
            }
            assertEquals(newest, expected, "everything after " + sequence + " was read");
            assertEquals(tail.newest() + 1, position);
        }
        assertTrue(tail.positionAfter(newest) > 0, "who has seen everything is never sent to the journal");
    }

    /** At the moment that is asked about, the next event is the one that is being evicted. */
    @Test
    void noEventIsPassedOverWhileItIsEvicted() throws InterruptedException {
        LogTail tail = new LogTail(4, 1 << 20, 0);
        Thread publisher = new Thread(() -> {
            for (int i = 0; i < 2_000_000; i++) {
                append(tail, true, 1);
            }
        });
        publisher.start();
        long passedOver = 0;
        while (publisher.isAlive()) {
            TailEntry oldest = tail.get(tail.oldest());
            if (oldest != null) {
                TailEntry next = tail.get(tail.positionAfter(oldest.sequence() - 1));
                if (next != null && next.sequence() > oldest.sequence()) {
                    passedOver++;
                }
            }
        }
        assertEquals(0, passedOver);
    }

    private static long sequenceAt(LogTail tail, long position) {
        TailEntry entry = tail.get(position);
        assertNotNull(entry);
        return entry.sequence();
    }

    private static void append(LogTail tail, boolean isEvent, long bytes) {
        long sequence = tail.newestSequence() + (isEvent ? 1 : 0);
        @Nullable
        Event event =
                isEvent ? new Event(sequence, 0, Cause.NONE, new Fact.ServerStarted("test", Settings.DEFAULT)) : null;
        tail.append(new TailEntry(tail.newest() + 1, sequence, event, NOTHING, null, null, bytes));
    }
}
