package io.agentbridge.gateway.session;

import io.agentbridge.engine.Snapshot;
import io.agentbridge.engine.State;
import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.ErrorType;
import io.agentbridge.gateway.http.SessionFactory;
import io.agentbridge.gateway.log.JournalEvents;
import io.agentbridge.gateway.log.LogTail;
import io.agentbridge.gateway.past.Past;
import io.agentbridge.gateway.pipeline.Ephemeral;
import io.agentbridge.gateway.pipeline.Pipeline;
import io.agentbridge.gateway.projection.Projection;
import io.agentbridge.gateway.security.Principal;
import io.agentbridge.gateway.websocket.CloseCodes;
import io.agentbridge.gateway.websocket.WebSocketConnection;
import io.agentbridge.gateway.websocket.WebSocketHandler;
import io.agentbridge.gateway.wire.AnswerFrames;
import io.agentbridge.gateway.wire.BackendChoice;
import io.agentbridge.gateway.wire.BodyStore;
import io.agentbridge.gateway.wire.ClientIdentity;
import io.agentbridge.gateway.wire.Correlation;
import io.agentbridge.gateway.wire.EventFrames;
import io.agentbridge.gateway.wire.HistoryQuery;
import io.agentbridge.gateway.wire.Inbound;
import io.agentbridge.gateway.wire.JournalFigures;
import io.agentbridge.gateway.wire.MessageDecoder;
import io.agentbridge.gateway.wire.ServerFigures;
import io.agentbridge.gateway.wire.ServerIdentity;
import io.agentbridge.journal.NotRetainedException;
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
    private static final long LIFE_CHECK_MILLIS = 1_000;
    private static final long DISK_CHECK_MILLIS = 500;
    private static final long RETRY_MILLIS = 1;
    private static final String TOO_MANY_QUERIES = "Too many queries wait for an answer; ask again in a while.";

    private final Clients clients;
    private final Pipeline pipeline;
    private final Projection projection;
    private final Past past;
    private final Heartbeats heartbeats = new Heartbeats();
    private final LogTail tail;
    private final JournalEvents journal;
    private final Supplier<EventFrames> eventFrames;
    private final LargeFrames largeFrames;
    private final ServerIdentity server;
    private final BackendChoice backends;
    private final BodyStore bodies;
    private final Executor disk;
    private final DiskSpace space;
    private final Supplier<JournalFigures> journalFigures;
    private final Clock clock;
    private final Figures figures;
    /** Of the projection's thread. */
    private final AnswerFrames queryFrames;
    /** Of the thread that looks after the sessions. */
    private final AnswerFrames lifeFrames;
    /** Of the thread that reads the past. */
    private final AnswerFrames pastFrames;

    /** What it is given after the end is of no use any more. */
    private final ScheduledThreadPoolExecutor life = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("liveness").daemon().factory(), new ThreadPoolExecutor.DiscardPolicy());

    public Sessions(
            Clients clients,
            Pipeline pipeline,
            Projection projection,
            Past past,
            LogTail tail,
            JournalEvents journal,
            Supplier<EventFrames> eventFrames,
            ServerIdentity server,
            BackendChoice backends,
            BodyStore bodies,
            Executor disk,
            DiskSpace space,
            Supplier<JournalFigures> journalFigures,
            Clock clock) {
        this.clients = clients;
        this.pipeline = pipeline;
        this.projection = projection;
        this.past = past;
        this.tail = tail;
        this.journal = journal;
        this.eventFrames = eventFrames;
        this.largeFrames = new LargeFrames(eventFrames);
        this.server = server;
        this.backends = backends;
        this.bodies = bodies;
        this.disk = disk;
        this.space = space;
        this.journalFigures = journalFigures;
        this.clock = clock;
        this.figures = new Figures(clock.millis());
        this.queryFrames = new AnswerFrames(server, heartbeats);
        this.lifeFrames = new AnswerFrames(server, heartbeats);
        this.pastFrames = new AnswerFrames(server, heartbeats);
    }

    /** Begins to ping clients, to drop those that gave no sign of life, and to look at the disk, of which they are told. */
    public void watch(long pingEveryMillis, long graceMillis) {
        every(LIFE_CHECK_MILLIS, () -> {
            long now = clock.millis();
            for (Session session : clients.all()) {
                session.checkLife(now, pingEveryMillis, graceMillis);
            }
        });
        every(DISK_CHECK_MILLIS, this::checkDisk);
    }

    private void checkDisk() {
        if (space.check()) {
            space.warning()
                    .ifPresent(warning ->
                            clients.tell(lifeFrames.notice(ErrorType.SYSTEM_ERROR, warning, clock.millis())));
        }
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
        later(RETRY_MILLIS, session::resume);
    }

    /** Runs something short in a while. */
    void later(long millis, Runnable work) {
        var _ = life.schedule(work, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public WebSocketHandler open(WebSocketConnection connection, Principal principal) {
        String clientId = UUID.randomUUID().toString();
        ClientStream stream =
                new ClientStream(tail, journal, eventFrames, largeFrames, disk, connection, clientId, failed -> {
                    LOG.log(System.Logger.Level.ERROR, "the journal could not be read for client " + clientId, failed);
                    connection.close(CloseCodes.TRY_AGAIN_LATER, "the history cannot be read");
                });
        AnswerFrames frames = new AnswerFrames(server, heartbeats);
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
        space.warning()
                .ifPresent(warning -> session.answer(frames.notice(ErrorType.SYSTEM_ERROR, warning, clock.millis())));
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

    long oldestSequence() {
        return journal.oldestSequence();
    }

    String epoch() {
        return server.epoch();
    }

    void answerStatus(Session session, Correlation correlation, long shown) {
        ask(
                session,
                correlation,
                shown,
                state -> session.answer(queryFrames.status(correlation, state, figuresNow(), clock.millis())));
    }

    private ServerFigures figuresNow() {
        return figures.now(clients.count(), pipeline.fill(), journalFigures.get());
    }

    void answerAgents(Session session, Correlation correlation, long shown) {
        ask(
                session,
                correlation,
                shown,
                state -> session.answer(queryFrames.agents(correlation, state.agents(), clock.millis())));
    }

    /** Hands the present state to {@code receiver} on the session's I/O thread; false if that was refused. */
    boolean snapshot(Session session, Correlation correlation, long shown, Consumer<Snapshot> receiver) {
        return query(session, correlation, shown, state -> {
            Snapshot snapshot = state.lightSnapshot();
            session.connection().execute(() -> receiver.accept(snapshot));
        });
    }

    /** Notes that an agent is alive, and shows it to everybody. */
    void heartbeat(Session session, Inbound.Heartbeat heartbeat, long shown) {
        String agentId = heartbeat.agentId();
        ask(session, heartbeat.correlation(), shown, state -> {
            if (state.agent(agentId).isPresent()) {
                long now = clock.millis();
                heartbeats.beat(agentId, now, id -> state.agent(id).isPresent());
                pipeline.show(new Ephemeral.Heartbeat(agentId, now));
            } else {
                refuse(session, heartbeat.correlation(), ErrorType.AGENT_ERROR, "No agent " + agentId + " is known.");
            }
        });
    }

    void answerHistory(Session session, Correlation correlation, HistoryQuery query) {
        session.ask(() -> findHistory(session, correlation, query));
    }

    private void findHistory(Session session, Correlation correlation, HistoryQuery query) {
        long newest = tail.newestSequence();
        boolean asked = past.page(
                query,
                newest,
                page -> {
                    session.answer(pastFrames.history(
                            correlation, page.frames(), page.from(), page.to(), page.next(), newest, clock.millis()));
                    session.answered();
                },
                failure -> {
                    refusePast(session, correlation, failure);
                    session.answered();
                });
        if (!asked) {
            session.refuse(correlation, ErrorType.OVERLOADED, TOO_MANY_QUERIES);
            session.answered();
        }
    }

    boolean holdPastState() {
        return past.tryHold();
    }

    void letGoOfPastState() {
        past.letGo();
    }

    /** Has a past state sent by a session that holds room for it. */
    void answerState(Session session, Inbound.StateQuery query) {
        boolean asked = past.state(
                query.sequence(),
                found -> session.connection().execute(() -> session.showPastState(query.correlation(), found)),
                failure -> {
                    refusePast(session, query.correlation(), failure);
                    session.connection().execute(session::letGoOfPastState);
                });
        if (!asked) {
            session.refuse(query.correlation(), ErrorType.OVERLOADED, TOO_MANY_QUERIES);
            session.letGoOfPastState();
        }
    }

    private void refusePast(Session session, Correlation correlation, Exception failure) {
        if (failure instanceof NotRetainedException gone) {
            session.connection().execute(() -> session.refuseNotRetained(correlation, gone.oldest()));
            return;
        }
        LOG.log(System.Logger.Level.ERROR, "the history could not be read for client " + session.clientId(), failure);
        refuse(
                session,
                correlation,
                ErrorType.PROCESSING_ERROR,
                "The server could not read its history; its log says why.");
    }

    private static void refuse(Session session, Correlation correlation, ErrorType type, String message) {
        session.connection().execute(() -> session.refuse(correlation, type, message));
    }

    private void ask(Session session, Correlation correlation, long shown, Consumer<State> answer) {
        session.ask(() -> {
            boolean taken = query(session, correlation, shown, state -> {
                answer.accept(state);
                session.answered();
            });
            if (!taken) {
                session.answered();
            }
        });
    }

    private boolean query(Session session, Correlation correlation, long shown, Consumer<State> answer) {
        boolean taken = projection.ask(shown, answer);
        if (!taken) {
            refuse(session, correlation, ErrorType.OVERLOADED, TOO_MANY_QUERIES);
        }
        return taken;
    }

    /** Tells every client that the server goes, and stops watching them. */
    @Override
    public void close() {
        life.shutdownNow();
        for (Session session : clients.all()) {
            session.connection().close(CloseCodes.SERVICE_RESTART, "the server stops");
        }
    }
}
