package io.agentbridge.gateway.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.State;
import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Metric;
import io.agentbridge.gateway.codec.StepCodec;
import io.agentbridge.journal.JournalReader;
import io.agentbridge.journal.JournalRecord;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodedRecordsTest {
    /** Many more than are read ahead. */
    private static final long RECORDS = 10_000;

    /** Two threads read ahead; each has eight batches of 256 waiting, one in hand and one in the making. */
    private static final long MAX_AHEAD = 2 * 10 * 256;

    private final AtomicLong read = new AtomicLong();
    private final byte[] events = events();

    @AfterEach
    void noThreadIsLeft() {
        assertFalse(Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().endsWith("-ahead")));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 255, 256, 257, 511, 512, 513, RECORDS})
    void everyRecordIsShownInOrder(long records) throws IOException {
        try (DecodedRecords ahead = records(records, Long.MAX_VALUE, new IOException("nothing of the kind"))) {
            for (long number = 1; number <= records; number++) {
                assertEquals(number, ahead.next().orElseThrow().record().number());
            }
            assertEquals(Optional.empty(), ahead.next());
            assertEquals(Optional.empty(), ahead.next());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 255, 256, 257, 5_000})
    void noRecordBehindTheLastOneAskedForIsRead(long toSequence) throws IOException {
        long shown = 0;
        try (DecodedRecords ahead = records(RECORDS, toSequence, new IOException("nothing of the kind"))) {
            while (ahead.next().isPresent()) {
                shown++;
            }
        }
        assertEquals(toSequence, shown);
        assertEquals(toSequence, read.get());
    }

    @Test
    void whatTheSourceThrowsIsThrownAfterAllThatStandsBefore() throws IOException {
        for (Throwable failure :
                List.of(new IOException("a disk"), new IllegalStateException("a defect"), new StackOverflowError())) {
            long shown = 0;
            try (DecodedRecords ahead = records(5_000, Long.MAX_VALUE, failure)) {
                for (; shown < 5_000; shown++) {
                    assertTrue(ahead.next().isPresent());
                }
                assertSame(failure, assertThrows(Throwable.class, ahead::next));
            }
        }
    }

    @Test
    void aRecordThatCannotBeReadIsNamedAfterAllThatStandsBefore() throws IOException {
        JournalReader reader = reader(RECORDS, new IOException("nothing of the kind"), 3_000);
        try (DecodedRecords ahead = new DecodedRecords(reader, new State(), Long.MAX_VALUE)) {
            for (long number = 1; number < 3_000; number++) {
                assertEquals(number, ahead.next().orElseThrow().record().number());
            }
            ReplayException refusal = assertThrows(ReplayException.class, ahead::next);
            assertTrue(String.valueOf(refusal.getMessage()).startsWith("Record 3000 "), refusal.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 256, 257, 1_000})
    void itCanBeClosedAnywhereAndReadsABoundedPieceAhead(int shown) throws IOException {
        try (DecodedRecords ahead = records(Long.MAX_VALUE, Long.MAX_VALUE, new IOException("nothing of the kind"))) {
            for (int i = 0; i < shown; i++) {
                assertTrue(ahead.next().isPresent());
            }
        }
        assertTrue(read.get() <= shown + MAX_AHEAD, read + " records read");
    }

    @Test
    void anInterruptIsKeptForWhoeverAppliesTheRecords() throws IOException {
        Thread.currentThread().interrupt();
        long shown = 0;
        try (DecodedRecords ahead = records(RECORDS, Long.MAX_VALUE, new IOException("nothing of the kind"))) {
            while (ahead.next().isPresent()) {
                shown++;
            }
        }
        assertTrue(Thread.interrupted());
        assertEquals(RECORDS, shown);
    }

    private DecodedRecords records(long records, long toSequence, Throwable failure) {
        boolean fails = !"nothing of the kind".equals(failure.getMessage());
        JournalReader reader = reader(fails ? records + 1 : records, failure, fails ? -records - 1 : 0);
        return new DecodedRecords(reader, new State(), toSequence);
    }

    /** @param special the record that cannot be decoded; negative: that cannot even be read */
    private JournalReader reader(long records, Throwable failure, long special) {
        return new JournalReader() {
            private long number;

            @Override
            public Optional<JournalRecord> next() throws IOException {
                if (number == records) {
                    return Optional.empty();
                }
                number++;
                if (number == -special) {
                    switch (failure) {
                        case IOException e -> throw e;
                        case RuntimeException e -> throw e;
                        case Error e -> throw e;
                        default -> throw new AssertionError(failure);
                    }
                }
                read.incrementAndGet();
                byte[] body = number == special ? new byte[] {9} : events;
                return Optional.of(new JournalRecord(number, number, 1, number, 0, 0, 0, body, body));
            }

            @Override
            public void close() {}
        };
    }

    private static byte[] events() {
        StepCodec codec = new StepCodec();
        codec.encodeEvents(List.of(
                new Event(1, 1, Cause.NONE, new Fact.MetricReported(new Metric("load", "1", "", Body.none())))));
        return Arrays.copyOf(codec.eventsBytes(), codec.eventsLength());
    }
}
