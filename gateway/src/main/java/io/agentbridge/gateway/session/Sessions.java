package io.agentbridge.gateway.session;

import io.agentbridge.engine.Snapshot;
import io.agentbridge.engine.State;
import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.ErrorType;
import io.agentbridge.gateway.http.SessionFactory;
import io.agentbridge.gateway.log.JournalEvents;
import io.agentbridge.gateway.log.LogTail;
import io.agentbridge.gateway.pipeline.Pipeline;
import io.agentbridge.gateway.projection.Projection;
import io.agentbridge.gateway.security.Principal;
import io.agentbridge.gateway.websocket.WebSocketConnection;
import io.agentbridge.gateway.websocket.WebSocketHandler;
import io.agentbridge.gateway.wire.AnswerFrames;
import io.agentbridge.gateway.wire.BackendChoice;
import io.agentbridge.gateway.wire.BodyStore;
import io.agentbridge.gateway.wire.ClientIdentity;
import io.agentbridge.gateway.wire.Correlation;
import io.agentbridge.gateway.wire.EventFrames;
import io.agentbridge.gateway.wire.MessageDecoder;
import io.agentbridge.gateway.wire.ServerIdentity;
import java.time.Clock;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Opens a session for each connection, and offers to sessions what they share: the ring, the log, queries, figures. */
public final class Sessions implements SessionFactory, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Sessions.class.getName());
    private static final int SERVICE_RESTART = 1012;
    private static final long LIFE_CHECK_MILLIS = 1_000;
    private static final long DISK_CHECK_MILLIS = 500;
    private static final long RETRY_MILLIS = 1;

    private final Clients clients;
    private final Pipeline pipeline;
    private final Projection projection;
    private final LogTail tail;
    private final JournalEvents journal;
    private final Supplier<EventFrames> eventFrames;
    private final ServerIdentity server;
    private final BackendChoice backends;
    private final BodyStore bodies;
    private final Executor disk;
    private final DiskSpace space;
    private final Clock clock;
    private final Figures figures;
    /** Of the projection's thread. */
    private final AnswerFrames queryFrames;

    /** What it is given after the end is of no use any more. */
    private final ScheduledThreadPoolExecutor life = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("liveness").daemon().factory(), new ThreadPoolExecutor.DiscardPolicy());

    public Sessions(
            Clients clients,
            Pipeline pipeline,
            Projection projection,
            LogTail tail,
            JournalEvents journal,
            Supplier<EventFrames> eventFrames,
            ServerIdentity server,
            BackendChoice backends,
            BodyStore bodies,
            Executor disk,
            DiskSpace space,
            Clock clock) {
        this.clients = clients;
        this.pipeline = pipeline;
        this.projection = projection;
        this.tail = tail;
        this.journal = journal;
        this.eventFrames = eventFrames;
        this.server = server;
        this.backends = backends;
        this.bodies = bodies;
        this.disk = disk;
        this.space = space;
        this.clock = clock;
        this.figures = new Figures(clock.millis());
        this.queryFrames = new AnswerFrames(server);
    }

    /** Begins to ping clients, to drop those that gave no sign of life, and to look at the disk. */
    public void watch(long pingEveryMillis, long graceMillis) {
        every(LIFE_CHECK_MILLIS, () -> {
            long now = clock.millis();
            for (Session session : clients.all()) {
                session.checkLife(now, pingEveryMillis, graceMillis);
            }
        });
        every(DISK_CHECK_MILLIS, space::check);
    }

    private void every(long millis, Runnable work) {
        var _ = life.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException failed) {
                        // The executor would keep it to itself, and never run this again.
                        LOG.log(System.Logger.Level.ERROR, "looking after the sessions failed", failed);
                    }
                },
                millis,
                millis,
                TimeUnit.MILLISECONDS);
    }

    /**
     * Has a session offer again what found the ring full. By time and not by a signal of the pipeline: that comes before the slots are
     * free, and might be the last.
     */
    void retrySoon(Session session) {
        var _ = life.schedule(session::resume, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public WebSocketHandler open(WebSocketConnection connection, Principal principal) {
        String clientId = UUID.randomUUID().toString();
        ClientStream stream = new ClientStream(tail, journal, eventFrames, disk, connection, clientId, failed -> {
            LOG.log(System.Logger.Level.ERROR, "the journal could not be read for client " + clientId, failed);
            connection.close(Session.TRY_AGAIN_LATER, "the history cannot be read");
        });
        AnswerFrames frames = new AnswerFrames(server);
        Session session = new Session(
                this,
                clientId,
                connection,
                new MessageDecoder(new ClientIdentity(principal.name(), clientId), backends, bodies, server.limits()),
                frames,
                stream,
                clock.millis());
        figures.connected();
        clients.add(session);
        session.answer(frames.acknowledgement(
                clientId, principal.role().name().toLowerCase(Locale.ROOT), stream.sequence(), clock.millis()));
        return session;
    }

    void closed(Session session) {
        clients.remove(session);
    }

    boolean offer(Request request) {
        boolean taken = pipeline.offer(request);
        if (taken) {
            figures.requested();
        }
        return taken;
    }

    boolean isDiskLow() {
        return space.isLow();
    }

    boolean isFailed() {
        return pipeline.isFailed();
    }

    void elsewhere(Runnable work) {
        disk.execute(work);
    }

    Figures figures() {
        return figures;
    }

    long nowMillis() {
        return clock.millis();
    }

    long newestSequence() {
        return tail.newestSequence();
    }

    String epoch() {
        return server.epoch();
    }

    void answerStatus(Session session, Correlation correlation, long shown) {
        query(
                session,
                correlation,
                shown,
                state -> session.answer(
                        queryFrames.status(correlation, state, figures.now(clients.count()), clock.millis())));
    }

    void answerAgents(Session session, Correlation correlation, long shown) {
        query(
                session,
                correlation,
                shown,
                state -> session.answer(queryFrames.agents(correlation, state.agents(), clock.millis())));
    }

    /** Hands the present state to {@code receiver} on the session's I/O thread. */
    void snapshot(Session session, Correlation correlation, long shown, Consumer<Snapshot> receiver) {
        query(session, correlation, shown, state -> {
            Snapshot snapshot = state.snapshot();
            session.connection().execute(() -> receiver.accept(snapshot));
        });
    }

    private void query(Session session, Correlation correlation, long shown, Consumer<State> answer) {
        if (!projection.ask(shown, answer)) {
            session.connection()
                    .execute(() -> session.refuse(
                            correlation,
                            ErrorType.OVERLOADED,
                            "Too many queries wait for an answer; ask again in a while."));
        }
    }

    /** Tells every client that the server goes, and stops watching them. */
    @Override
    public void close() {
        life.shutdownNow();
        for (Session session : clients.all()) {
            session.connection().close(SERVICE_RESTART, "the server stops");
        }
    }
}
