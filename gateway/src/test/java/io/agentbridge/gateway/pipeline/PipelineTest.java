package io.agentbridge.gateway.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.Engine;
import io.agentbridge.engine.State;
import io.agentbridge.engine.input.Notice;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.gateway.body.Bodies;
import io.agentbridge.gateway.log.LogTail;
import io.agentbridge.gateway.wire.EventFrames;
import io.agentbridge.gateway.wire.RingFill;
import io.agentbridge.journal.BlobStore;
import io.agentbridge.journal.Durability;
import io.agentbridge.journal.FileJournal;
import io.agentbridge.journal.JournalOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineTest {
    @TempDir
    Path folder;

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Semaphore shown = new Semaphore(0);
    private final LogTail tail = new LogTail(1 << 10, 1 << 20, 0);

    private FileJournal journal() throws IOException {
        return FileJournal.open(JournalOptions.in(folder.resolve("journal")).withReserveBytes(0));
    }

    private Pipeline pipeline(FileJournal journal, boolean staged) throws IOException {
        return pipeline(journal, staged, shown::release);
    }

    private Pipeline pipeline(FileJournal journal, boolean staged, Runnable wakeReaders) throws IOException {
        Bodies bodies = new Bodies(BlobStore.open(folder.resolve("blobs"), Durability.OS, 1 << 20));
        Pipeline pipeline = new Pipeline(
                1 << 6,
                new Threading(staged, Threading.Waiting.BLOCKING),
                Clock.systemUTC(),
                new Engine(new State()),
                journal,
                tail,
                new EventFrames("epoch", bodies),
                new NoReplies(),
                wakeReaders,
                failures::add);
        pipeline.start();
        return pipeline;
    }

    private static Notice start(int number) {
        return new Notice.ServerStarted("version " + number, Settings.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_is_accepted_is_in_the_journal_and_shown(boolean staged) throws Exception {
        try (FileJournal journal = journal()) {
            try (Pipeline pipeline = pipeline(journal, staged)) {
                assertTrue(pipeline.offer(start(1)));
                assertTrue(shown.tryAcquire(30, TimeUnit.SECONDS));
            }
            assertEquals(1, journal.lastSequence());
            assertEquals(1, tail.newestSequence());
            assertEquals(List.of(), failures);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void how_full_it_is_and_was_is_known(boolean staged) throws Exception {
        try (FileJournal journal = journal()) {
            Pipeline pipeline = pipeline(journal, staged);
            try (pipeline) {
                for (int number = 1; number <= 40; number++) {
                    pipeline.publish(start(number));
                }
            }
            assertEquals(40, journal.lastSequence());
            RingFill after = pipeline.fill();
            assertEquals(64, after.slots());
            assertEquals(0, after.used());
            assertTrue(after.mostUsed() >= 1 && after.mostUsed() <= 40, after.toString());
        }
    }

    @RepeatedTest(50)
    void what_was_published_is_done_however_soon_the_end_comes(RepetitionInfo repetition) throws Exception {
        try (FileJournal journal = journal()) {
            boolean staged = repetition.getCurrentRepetition() % 2 == 0;
            try (Pipeline pipeline = pipeline(journal, staged)) {
                pipeline.publish(start(1));
            }
            assertEquals(1, journal.lastSequence());
        }
    }

    @Test
    void after_a_reader_has_failed_nothing_is_accepted_and_the_first_failure_is_told_once() throws Exception {
        try (FileJournal journal = journal();
                Pipeline pipeline = pipeline(journal, false)) {
            IOException first = new IOException("the log cannot be read");
            pipeline.fail(first);
            pipeline.fail(new IOException("later"));
            assertTrue(pipeline.isFailed());
            assertFalse(pipeline.offer(start(1)));
            assertEquals(List.of(first), failures);
            assertEquals(0, journal.lastSequence());
        }
    }

    @Test
    void a_journal_that_takes_nothing_ends_it_before_anything_is_shown() throws Exception {
        FileJournal journal = journal();
        try (Pipeline pipeline = pipeline(journal, false)) {
            journal.close();
            assertTrue(pipeline.offer(start(1)));
            long giveUp = System.nanoTime() + 30_000_000_000L;
            while (!pipeline.isFailed()) {
                assertTrue(System.nanoTime() < giveUp, "the failure is noticed");
                Thread.sleep(1);
            }
        }
        assertEquals(1, failures.size());
        assertEquals(0, tail.newestSequence());
    }

    @Test
    void a_stage_that_does_not_return_is_known_to_run_after_the_end() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        Semaphore answer = new Semaphore(0);
        try (FileJournal journal = journal()) {
            Pipeline pipeline = pipeline(journal, false, () -> {
                reached.countDown();
                answer.acquireUninterruptibly();
            });
            assertTrue(pipeline.offer(start(1)));
            reached.await();
            assertThrows(IllegalStateException.class, pipeline::close);
            assertTrue(pipeline.isRunning());
            answer.release();
            while (pipeline.isRunning()) {
                Thread.sleep(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothing_runs_after_an_orderly_end(boolean staged) throws Exception {
        try (FileJournal journal = journal()) {
            Pipeline pipeline = pipeline(journal, staged);
            assertTrue(pipeline.isRunning());
            pipeline.close();
            assertFalse(pipeline.isRunning());
        }
    }
}
