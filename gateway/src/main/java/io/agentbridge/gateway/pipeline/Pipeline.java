package io.agentbridge.gateway.pipeline;

import com.lmax.disruptor.ExceptionHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import io.agentbridge.engine.Engine;
import io.agentbridge.engine.input.Input;
import io.agentbridge.engine.input.Notice;
import io.agentbridge.gateway.log.LogTail;
import io.agentbridge.gateway.wire.EventFrames;
import io.agentbridge.gateway.wire.RingFill;
import io.agentbridge.journal.Journal;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one ring that every input passes: decided by the engine, made durable by the journal, then shown. Nothing is published
 * before it is durable.
 *
 * <p>A stage that fails stops the pipeline for good: nothing after it is decided, written or shown, and the failure is told once.
 */
public final class Pipeline implements AutoCloseable {
    private static final long DRAIN_SECONDS = 10;

    private final Disruptor<Step> disruptor;
    private final RingBuffer<Step> ring;
    private final Clock clock;
    private final DeadlineClock deadlines;
    private final DeadlineClock seals;
    private final Consumer<Throwable> failed;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CountDownLatch running;
    private final Stages stages = new Stages();
    private volatile boolean closing;
    /** Written by the last stage alone. */
    private volatile int mostUsed;

    /**
     * Wires the stages; nothing runs before {@link #start}.
     *
     * @param slots size of the ring, a power of two: how many inputs may wait
     * @param wakeReaders called at the end of each batch
     * @param failed told once, when a stage or a reader has failed
     */
    public Pipeline(
            int slots,
            Threading threading,
            Clock clock,
            Engine engine,
            Journal journal,
            LogTail tail,
            EventFrames frames,
            ReplySink replies,
            Runnable wakeReaders,
            Consumer<Throwable> failed) {
        this.clock = clock;
        this.failed = failed;
        this.disruptor = new Disruptor<>(Step::new, slots, stages, ProducerType.MULTI, threading.strategy());
        this.ring = disruptor.getRingBuffer();
        this.deadlines = new DeadlineClock("deadlines", clock, () -> offer(new Notice.DeadlineReached()));
        this.seals = new DeadlineClock(
                "seals", clock, () -> ring.tryPublishEvent((step, sequence) -> step.takeSeal(clock.millis())));

        EngineStage decide = new EngineStage(engine, deadlines::set);
        JournalStage write = new JournalStage(journal, seals::set, this::isEnding);
        PublishStage publish = new PublishStage(tail, frames, replies, wakeReaders);

        this.running = new CountDownLatch(threading.staged() ? 3 : 1);
        disruptor.setDefaultExceptionHandler(new StopAtFirst());
        if (threading.staged()) {
            disruptor
                    .handleEventsWith(new Guarded(decide, failure, running))
                    .then(new Guarded(write, failure, running))
                    .then(new Guarded(publish, failure, running, this::noteFill));
        } else {
            disruptor.handleEventsWith(
                    new Guarded(new Composed(ring, decide, write, publish), failure, running, this::noteFill));
        }
    }

    /** Starts the stages, and returns when they run: the end of a stage that has not begun would leave out what was published. */
    public void start() {
        disruptor.start();
        try {
            running.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        deadlines.start();
        seals.start();
    }

    /** Offers an input; false if the ring is full or the pipeline has failed, and nothing happened. Never blocks. */
    public boolean offer(Input input) {
        return !isFailed() && ring.tryPublishEvent((step, sequence) -> step.take(input, clock.millis()));
    }

    /** Publishes an input, waiting for room. For threads that may block: never a stage, never an I/O thread. */
    public void publish(Input input) {
        ring.publishEvent((step, sequence) -> step.take(input, clock.millis()));
    }

    /** Shows something ephemeral, or drops it if the ring is filling up: it is not kept anyway. */
    public void show(Ephemeral shown) {
        if (ring.remainingCapacity() > ring.getBufferSize() / 4) {
            ring.tryPublishEvent((step, sequence) -> step.take(shown, clock.millis()));
        }
    }

    /** Ends it for good as if a stage had failed: for a reader of the log without which going on makes no sense. Any thread. */
    public void fail(Throwable cause) {
        if (failure.compareAndSet(null, cause)) {
            failed.accept(cause);
        }
    }

    /** Whether it has failed or is being closed, so that nobody is to wait for anything any more. */
    public boolean isEnding() {
        return closing || isFailed();
    }

    /** Whether a stage or a reader has failed; nothing is accepted any more. */
    public boolean isFailed() {
        return failure.get() != null;
    }

    /** How full the ring is. Any thread. */
    public RingFill fill() {
        return new RingFill(ring.getBufferSize(), used(), mostUsed);
    }

    private int used() {
        return (int) (ring.getBufferSize() - ring.remainingCapacity());
    }

    private void noteFill() {
        int used = used();
        if (used > mostUsed) {
            mostUsed = used;
        }
    }

    /** Whether a stage runs: until none does, what they use is theirs. Any thread. */
    public boolean isRunning() {
        return stages.isAnyAlive();
    }

    /**
     * Takes no more deadlines, lets the stages finish what was published, and stops them.
     *
     * @throws IllegalStateException if a stage is stuck, and still runs
     */
    @Override
    public void close() {
        closing = true;
        deadlines.close();
        seals.close();
        try {
            disruptor.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException stuck) {
            disruptor.halt();
            throw new IllegalStateException("the pipeline did not drain within " + DRAIN_SECONDS + " s", stuck);
        }
        stages.awaitEnd();
    }

    private final class StopAtFirst implements ExceptionHandler<Step> {
        @Override
        public void handleEventException(Throwable cause, long sequence, Step step) {
            fail(cause);
        }

        @Override
        public void handleOnStartException(Throwable cause) {
            fail(cause);
        }

        @Override
        public void handleOnShutdownException(Throwable cause) {
            fail(cause);
        }
    }
}
