package io.agentbridge.gateway;

import io.agentbridge.agents.AgentBackend;
import io.agentbridge.engine.Engine;
import io.agentbridge.engine.Snapshot;
import io.agentbridge.engine.State;
import io.agentbridge.engine.input.Notice;
import io.agentbridge.engine.model.ErrorType;
import io.agentbridge.gateway.body.Bodies;
import io.agentbridge.gateway.body.ShownBodies;
import io.agentbridge.gateway.driver.AgentDriver;
import io.agentbridge.gateway.driver.Rulings;
import io.agentbridge.gateway.log.JournalEvents;
import io.agentbridge.gateway.log.LogCursor;
import io.agentbridge.gateway.log.LogTail;
import io.agentbridge.gateway.past.History;
import io.agentbridge.gateway.past.Past;
import io.agentbridge.gateway.past.TimeTravel;
import io.agentbridge.gateway.pipeline.Pipeline;
import io.agentbridge.gateway.projection.Projection;
import io.agentbridge.gateway.projection.SnapshotIntervals;
import io.agentbridge.gateway.projection.SnapshotPolicy;
import io.agentbridge.gateway.session.Clients;
import io.agentbridge.gateway.session.DiskSpace;
import io.agentbridge.gateway.session.Sessions;
import io.agentbridge.gateway.wire.AnswerFrames;
import io.agentbridge.gateway.wire.BackendChoice;
import io.agentbridge.gateway.wire.BodyReader;
import io.agentbridge.gateway.wire.EventFrames;
import io.agentbridge.gateway.wire.JournalFigures;
import io.agentbridge.gateway.wire.LastHeartbeats;
import io.agentbridge.gateway.wire.ServerIdentity;
import io.agentbridge.journal.BlobStore;
import io.agentbridge.journal.Journal;
import io.agentbridge.journal.SnapshotStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The rooms behind the door, wired: the recovered state, the one pipeline, and its readers: projection, agent driver, sessions.
 *
 * <p>Starts in the order in which things depend on one another, and stops in the reverse.
 */
public final class Gateway implements AutoCloseable {
    private static final int DISK_THREADS = 2;
    private static final int TAIL_ENTRIES = 1 << 17;
    private static final long STOP_SECONDS = 10;
    private static final String CANNOT_GO_ON =
            "The server cannot go on: its journal cannot be written or read. Nothing is accepted any more; what was"
                    + " acknowledged is safe. Queries are answered for a minute, then the server ends. Its log says why.";

    private final Journal journal;
    private final LogTail tail;
    private final Pipeline pipeline;
    private final Projection projection;
    private final Past past;
    private final AgentDriver driver;
    private final Sessions sessions;
    private final ExecutorService disk;
    private final LongSupplier consumed;

    /**
     * Wires everything and starts it; when this returns, sessions can be opened.
     *
     * @param state recovered from {@code journal}
     * @param journal the gateway's own from now on: it seals it
     * @param snapshotSequence sequence of the newest snapshot, 0 for none
     * @param failed told, once, of what makes going on impossible; nothing is accepted any more then
     */
    public Gateway(
            GatewayOptions options,
            ServerIdentity server,
            State state,
            Journal journal,
            SnapshotStore snapshots,
            long snapshotSequence,
            BlobStore blobs,
            BackendChoice choice,
            Function<String, AgentBackend> backends,
            Path agentsFolder,
            Rulings rulings,
            DiskSpace space,
            Clock clock,
            Consumer<Throwable> failed) {
        long sequence = state.sequence();
        Bodies bodies = new Bodies(blobs);
        BodyReader shown = new ShownBodies(bodies);
        Supplier<EventFrames> frames = () -> new EventFrames(server.epoch(), shown);
        Snapshot recovered = state.snapshot();
        State driven = State.restore(state.lightSnapshot());

        this.journal = journal;
        this.tail = new LogTail(TAIL_ENTRIES, options.tailBytes(), sequence);
        this.disk = Executors.newFixedThreadPool(
                DISK_THREADS, Thread.ofPlatform().name("disk-", 1).daemon().factory());
        JournalEvents history = new JournalEvents(journal);
        Clients clients =
                new Clients(tail, history, frames, new AnswerFrames(server, LastHeartbeats.NONE), disk, clock);
        Readers readers = new Readers(clients, tail);
        AnswerFrames lastWords = new AnswerFrames(server, LastHeartbeats.NONE);
        Consumer<Throwable> stopped = failure -> {
            clients.tell(lastWords.notice(ErrorType.SYSTEM_ERROR, CANNOT_GO_ON, clock.millis()));
            failed.accept(failure);
        };

        this.pipeline = new Pipeline(
                options.ringSlots(),
                options.threading(),
                clock,
                new Engine(state),
                journal,
                tail,
                frames.get(),
                clients,
                readers::wake,
                stopped);
        LogCursor projecting = new LogCursor(tail, history, sequence);
        LogCursor driving = new LogCursor(tail, history, sequence);
        this.projection = new Projection(
                recovered,
                projecting,
                new SnapshotPolicy(
                        snapshots,
                        SnapshotIntervals.withRecoveryEach(options.snapshotEveryEvents()),
                        journal::appendedBytes,
                        snapshotSequence),
                pipeline::fail);
        this.past = new Past(new History(history, frames.get(), shown), TimeTravel.toLookAt(journal, snapshots));
        this.driver =
                new AgentDriver(driven, driving, pipeline, backends, agentsFolder, bodies, rulings, pipeline::fail);
        this.sessions = new Sessions(
                clients,
                pipeline,
                projection,
                past,
                tail,
                history,
                frames,
                server,
                choice,
                bodies,
                disk,
                space,
                () -> new JournalFigures(
                        journal.firstSequence(),
                        tail.newestSequence(),
                        journal.retainedBytes(),
                        journal.appendedBytes(),
                        space.freeBytes()),
                clock);

        this.consumed = () -> Math.min(projecting.sequence(), driving.sequence());

        readers.follow(projection::published, driver::wake);
        pipeline.start();
        projection.start();
        pipeline.publish(new Notice.ServerStarted(server.version(), options.settings()));
        driver.start();
        sessions.watch(options.pingEveryMillis(), options.pingGraceMillis());
    }

    /** Opens a session for each connection. */
    public Sessions sessions() {
        return sessions;
    }

    /** Whether requests are taken. */
    public boolean isReady() {
        return !pipeline.isFailed();
    }

    /** The newest event that was shown. */
    public long sequence() {
        return tail.newestSequence();
    }

    /** The newest event that every reader which cannot do without one has read. Any thread. */
    public long consumed() {
        return consumed.getAsLong();
    }

    /** Takes nothing any more and tells every client so; queries are answered until it is closed. Any thread. */
    public void fail(Throwable cause) {
        pipeline.fail(cause);
    }

    /** Ends sessions, agents, the pipeline and its readers, in this order, and seals the journal. */
    @Override
    public void close() throws IOException {
        Closer order = new Closer();
        order.keep(this::sealJournal);
        order.keep(this::stopDisk);
        order.keep(past::stop);
        order.keep(projection::stop);
        order.keep(pipeline);
        order.keep(driver::stop);
        order.keep(sessions);
        order.close();
    }

    private void stopDisk() throws InterruptedException {
        disk.shutdown();
        var _ = disk.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    }

    /** Never under a stage that still writes: the journal's memory is given back with it. */
    private void sealJournal() throws IOException {
        if (pipeline.isRunning()) {
            throw new IOException(
                    "the journal is not sealed, since its disk does not answer; the next start recovers it");
        }
        journal.close();
    }
}
