package io.agentbridge.gateway.past;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.event.Event;
import io.agentbridge.gateway.body.Bodies;
import io.agentbridge.gateway.body.ShownBodies;
import io.agentbridge.gateway.log.JournalEvents;
import io.agentbridge.gateway.replay.RecordedRun;
import io.agentbridge.gateway.wire.EventFrames;
import io.agentbridge.gateway.wire.Filter;
import io.agentbridge.gateway.wire.HistoryQuery;
import io.agentbridge.journal.BlobStore;
import io.agentbridge.journal.ChronicleJournal;
import io.agentbridge.journal.JournalOptions;
import io.agentbridge.journal.JournalReader;
import io.agentbridge.journal.JournalRecord;
import io.agentbridge.journal.JournalRecords;
import io.agentbridge.journal.SnapshotStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of the past hold what happened, cost what they show, and always come to an end. */
class PastTest {
    private static final int LIMIT = 100;
    private static final Filter ENDS_OF_COMMANDS =
            new Filter(Set.of(), Set.of(), Set.of(), Set.of("command:result"), Set.of());

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private ChronicleJournal journal;

    @SuppressWarnings("NullAway.Init")
    private EventFrames frames;

    @SuppressWarnings("NullAway.Init")
    private ShownBodies bodies;

    private long newest;

    @BeforeEach
    void record() throws IOException {
        journal = ChronicleJournal.open(JournalOptions.in(directory.resolve("journal"))
                .withBlockBytes(1 << 20)
                .withReserveBytes(0));
        RecordedRun run = new RecordedRun(journal, 7);
        run.steps(3_000);
        journal.force();
        newest = run.state().sequence();
        bodies = new ShownBodies(new Bodies(BlobStore.readOnly(directory.resolve("blobs"))));
        frames = new EventFrames("epoch", bodies);
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    private History history(JournalRecords records) {
        return new History(new JournalEvents(records), frames, bodies);
    }

    private static HistoryQuery backward(long to, Filter filter) {
        return new HistoryQuery(0, to, Long.MIN_VALUE, Long.MAX_VALUE, filter, "", LIMIT, true);
    }

    @Test
    void aPageBackwardReadsNoMoreThanItShows() throws IOException {
        var records = new AtomicInteger();
        JournalRecords counted = new Between(journal, reader -> new Counting(reader, records));
        History.Page page = history(counted).page(backward(Long.MAX_VALUE, Filter.ALL), newest);
        assertEquals(newest, page.to());
        assertEquals(newest - LIMIT + 1, page.from());
        assertTrue(records.get() <= LIMIT, records + " records were read for " + LIMIT + " events");
    }

    @Test
    void pagesBackwardShowEverythingOnceAndInOrder() throws IOException {
        for (Filter filter : List.of(Filter.ALL, ENDS_OF_COMMANDS)) {
            List<byte[]> shown = new ArrayList<>();
            long to = newest;
            while (to > 0) {
                History.Page page = history(journal).page(backward(to, filter), newest);
                shown.addAll(0, page.frames());
                to = page.next().orElse(0);
            }
            List<byte[]> all = shared(filter);
            assertTrue(all.size() > LIMIT, all.size() + " frames are several pages");
            assertEquals(all.size(), shown.size());
            for (int i = 0; i < all.size(); i++) {
                assertArrayEquals(all.get(i), shown.get(i));
            }
        }
    }

    private List<byte[]> shared(Filter filter) throws IOException {
        List<byte[]> all = new ArrayList<>();
        try (JournalEvents.Reader reader = new JournalEvents(journal).after(0)) {
            for (long sequence = 1; sequence <= newest; sequence++) {
                Event event = reader.nextThatIsThere();
                if (filter.accepts(EventFrames.subjects(event))) {
                    all.addAll(frames.shared(event));
                }
            }
        }
        return all;
    }

    @Test
    void whoAsksIsToldAlsoOfAnErrorAndTheNextQuestionIsAnswered() throws Exception {
        var isWell = new AtomicBoolean();
        JournalRecords failing = new Between(journal, reader -> {
            if (!isWell.get()) {
                reader.close();
                throw new StackOverflowError("a record nested too deep");
            }
            return reader;
        });
        var snapshots = SnapshotStore.readOnly(directory.resolve("snapshots"), 1, _ -> {});
        var past = new Past(history(failing), TimeTravel.toLookAt(journal, snapshots));
        var told = new CompletableFuture<Exception>();
        assertTrue(past.page(backward(newest, Filter.ALL), newest, _ -> {}, told::complete));
        assertInstanceOf(
                StackOverflowError.class, told.get(20, TimeUnit.SECONDS).getCause());
        isWell.set(true);
        var found = new CompletableFuture<History.Page>();
        assertTrue(past.page(backward(newest, Filter.ALL), newest, found::complete, told::complete));
        assertEquals(newest, found.get(20, TimeUnit.SECONDS).to());
        past.stop();
    }

    /** A journal with something between it and those who read it. */
    private record Between(JournalRecords journal, UnaryOperator<JournalReader> between) implements JournalRecords {
        @Override
        public long firstSequence() {
            return journal.firstSequence();
        }

        @Override
        public JournalReader reader(long sequence) throws IOException {
            return between.apply(journal.reader(sequence));
        }
    }

    /** Counts the records that are read. */
    private record Counting(JournalReader reader, AtomicInteger records) implements JournalReader {
        @Override
        public Optional<JournalRecord> next() throws IOException {
            records.incrementAndGet();
            return reader.next();
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
