package io.agentbridge.gateway.session;

import io.agentbridge.engine.Reply;
import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.model.ErrorType;
import io.agentbridge.gateway.log.JournalEvents;
import io.agentbridge.gateway.log.LogTail;
import io.agentbridge.gateway.log.TailEntry;
import io.agentbridge.gateway.pipeline.ReplySink;
import io.agentbridge.gateway.websocket.CloseCodes;
import io.agentbridge.gateway.wire.AnswerFrames;
import io.agentbridge.gateway.wire.EventFrames;
import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The sessions that are open, by client id; the way from the pipeline to the one who asked. Thread-safe but for the sink. */
public final class Clients implements ReplySink {
    private static final System.Logger LOG = System.getLogger(Clients.class.getName());

    private final Map<String, Session> open = new ConcurrentHashMap<>();
    private final LogTail tail;
    private final JournalEvents journal;
    private final Supplier<EventFrames> eventFrames;
    private final AnswerFrames replyFrames;
    private final Executor disk;
    private final Clock clock;

    /**
     * @param replyFrames the publishing thread's own
     * @param disk runs what may read files
     */
    public Clients(
            LogTail tail,
            JournalEvents journal,
            Supplier<EventFrames> eventFrames,
            AnswerFrames replyFrames,
            Executor disk,
            Clock clock) {
        this.tail = tail;
        this.journal = journal;
        this.eventFrames = eventFrames;
        this.replyFrames = replyFrames;
        this.disk = disk;
        this.clock = clock;
    }

    void add(Session session) {
        open.put(session.clientId(), session);
    }

    void remove(Session session) {
        open.remove(session.clientId());
    }

    Collection<Session> all() {
        return open.values();
    }

    int count() {
        return open.size();
    }

    /** Tells every session that there is something to read. Called once a batch; coalesced. */
    public void wake() {
        for (Session session : open.values()) {
            session.connection().wake();
        }
    }

    /** Tells every client something that no request asked for. {@code notice} is a whole frame. Any thread. */
    public void tell(byte[] notice) {
        for (Session session : open.values()) {
            session.answer(notice);
        }
    }

    @Override
    public void refused(Reply.Refused reply) {
        Session session = open.get(reply.cause().clientId());
        if (session != null) {
            session.answer(replyFrames.error(reply, clock.millis()));
        }
    }

    @Override
    public void joined(Reply.Joined reply) {
        Session session = open.get(reply.cause().clientId());
        if (session != null && !session.join(reply.cause())) {
            session.answer(replyFrames.error(
                    reply.cause(),
                    ErrorType.OVERLOADED,
                    "Too many requests of this client were sent again while they were pending; ask again in a while.",
                    Session.RETRY_AFTER_MILLIS,
                    clock.millis()));
        }
    }

    @Override
    public void repeated(Reply.Repeated reply) {
        Session session = open.get(reply.cause().clientId());
        if (session == null) {
            return;
        }
        session.connection().execute(() -> session.ask(() -> disk.execute(() -> answerAgain(session, reply))));
    }

    private void answerAgain(Session session, Reply.Repeated reply) {
        try {
            for (byte[] frame : eventFrames.get().answer(find(reply.sequence()), reply.cause())) {
                session.answer(frame);
            }
            session.answered();
        } catch (IOException | RuntimeException | Error failed) {
            LOG.log(System.Logger.Level.ERROR, "event " + reply.sequence() + " could not be read", failed);
            session.connection().close(CloseCodes.TRY_AGAIN_LATER, "the history cannot be read");
        }
    }

    private Event find(long sequence) throws IOException {
        TailEntry entry = tailEntry(sequence);
        if (entry != null && entry.event() != null && entry.sequence() == sequence) {
            return entry.event();
        }
        try (JournalEvents.Reader reader = journal.after(sequence - 1)) {
            Event event = reader.next();
            if (event == null || event.sequence() != sequence) {
                throw new IllegalStateException("event " + sequence + " is not in the journal");
            }
            return event;
        }
    }

    private @Nullable TailEntry tailEntry(long sequence) {
        long position = tail.positionAfter(sequence - 1);
        return position < 0 ? null : tail.get(position);
    }
}
