package io.agentbridge.gateway.session;

import io.agentbridge.engine.Snapshot;
import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Dialect;
import io.agentbridge.engine.model.ErrorType;
import io.agentbridge.gateway.websocket.CloseCodes;
import io.agentbridge.gateway.websocket.FrameSink;
import io.agentbridge.gateway.websocket.WebSocketConnection;
import io.agentbridge.gateway.websocket.WebSocketHandler;
import io.agentbridge.gateway.wire.AnswerFrames;
import io.agentbridge.gateway.wire.Correlation;
import io.agentbridge.gateway.wire.Inbound;
import io.agentbridge.gateway.wire.MessageDecoder;
import io.agentbridge.gateway.wire.StartingPoint;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One client: its messages go to the ring or are answered, its stream shows it the log. Pings and errors in its messages are
 * answered on the I/O thread at once. {@link #answer}, {@link #resume} and {@link #checkLife} may come
 * from any thread.
 */
final class Session implements WebSocketHandler {
    private static final System.Logger LOG = System.getLogger(Session.class.getName());
    private static final long MAX_ANSWER_BYTES = 1 << 20;

    /** Longer messages are decoded elsewhere: their texts may go to the disk. */
    private static final int MAX_BYTES_DECODED_HERE = 16 << 10;

    static final long RETRY_AFTER_MILLIS = 5_000;

    private final Sessions sessions;
    private final String clientId;
    private final WebSocketConnection connection;
    private final MessageDecoder decoder;
    private final AnswerFrames frames;
    private final ClientStream stream;
    private final AnswerQueue answers = new AnswerQueue(MAX_ANSWER_BYTES);
    private final Questions questions = new Questions(answers);

    /** Where the client wants its events in bundles. */
    private @Nullable Bundler bundler;

    /** A message that was decoded and could not be taken yet. */
    private @Nullable Inbound held;

    private final long openedAtMillis;
    private boolean holdsPastState;
    private volatile boolean decoding;
    private volatile boolean waitingForRoom;
    private volatile boolean waitingForAnswers;
    private volatile long lastSignMillis;
    private volatile long pingedAtMillis;

    /** Whether the newest ping was answered; true before the first. */
    private volatile boolean ponged = true;

    Session(
            Sessions sessions,
            String clientId,
            WebSocketConnection connection,
            MessageDecoder decoder,
            AnswerFrames frames,
            ClientStream stream,
            long nowMillis) {
        this.sessions = sessions;
        this.clientId = clientId;
        this.connection = connection;
        this.decoder = decoder;
        this.frames = frames;
        this.stream = stream;
        this.openedAtMillis = nowMillis;
        this.lastSignMillis = nowMillis;
    }

    String clientId() {
        return clientId;
    }

    WebSocketConnection connection() {
        return connection;
    }

    @Override
    public boolean message(byte[] data, int offset, int length, boolean binary) {
        lastSignMillis = sessions.nowMillis();
        if (decoding) {
            return false;
        }
        Inbound inbound = held;
        held = null;
        if (inbound == null) {
            if (isOwedEnough()) {
                waitingForAnswers = true;
                connection.wake();
                return false;
            }
            if (length > MAX_BYTES_DECODED_HERE) {
                decodeElsewhere(Arrays.copyOfRange(data, offset, offset + length));
                return false;
            }
            inbound = decode(data, offset, length);
        }
        if (!take(inbound)) {
            held = inbound;
            return false;
        }
        sessions.figures().received();
        return true;
    }

    private boolean isOwedEnough() {
        return answers.isFull() || questions.isFull();
    }

    private void decodeElsewhere(byte[] message) {
        decoding = true;
        sessions.elsewhere(() -> {
            try {
                Inbound inbound = decode(message, 0, message.length);
                connection.execute(() -> {
                    held = inbound;
                    decoding = false;
                    readAgain();
                });
            } catch (RuntimeException | Error bug) {
                LOG.log(System.Logger.Level.ERROR, "a message of client " + clientId + " could not be decoded", bug);
                connection.close(CloseCodes.INTERNAL_ERROR, "internal error");
            }
        });
    }

    /** Takes messages again. A client whose messages were left unread for a while could give no sign of life. */
    private void readAgain() {
        lastSignMillis = sessions.nowMillis();
        connection.resume();
    }

    private Inbound decode(byte[] data, int offset, int length) {
        try {
            return decoder.decode(data, offset, length);
        } catch (UncheckedIOException failed) {
            LOG.log(System.Logger.Level.ERROR, "a message of client " + clientId + " could not be stored", failed);
            return new Inbound.Malformed(
                    ErrorType.PROCESSING_ERROR,
                    "The server could not store this message; its log says why.",
                    "",
                    Dialect.STANDARD,
                    "");
        }
    }

    /** Deals with a message; false if it has to wait for room in the ring. */
    private boolean take(Inbound inbound) {
        switch (inbound) {
            case Inbound.Engine engine -> {
                return request(engine.request());
            }
            case Inbound.Ping ping -> answer(frames.pong(ping, clientId, sessions.nowMillis()));
            case Inbound.Pong pong -> pong();
            case Inbound.StatusQuery query -> sessions.answerStatus(this, query.correlation(), stream.sequence());
            case Inbound.AgentsQuery query -> sessions.answerAgents(this, query.correlation(), stream.sequence());
            case Inbound.Subscribe subscribe -> subscribe(subscribe);
            case Inbound.History history -> sessions.answerHistory(this, history.correlation(), history.query());
            case Inbound.StateQuery query -> pastState(query);
            case Inbound.Heartbeat heartbeat -> sessions.heartbeat(this, heartbeat, stream.sequence());
            case Inbound.Malformed malformed -> {
                sessions.figures().error();
                answer(frames.error(malformed, sessions.nowMillis()));
            }
        }
        return true;
    }

    /** Counts the first answer to each ping; a client may send what it likes. */
    private void pong() {
        if (!ponged) {
            ponged = true;
            sessions.figures().latency(sessions.nowMillis() - pingedAtMillis);
        }
    }

    private boolean request(Request request) {
        if (sessions.isDiskLow()) {
            sessions.figures().error();
            answer(frames.error(
                    request.cause(),
                    ErrorType.OVERLOADED,
                    "The server's disk is nearly full, so nothing more is accepted until there is space again.",
                    RETRY_AFTER_MILLIS,
                    sessions.nowMillis()));
            return true;
        }
        if (sessions.offer(request)) {
            return true;
        }
        if (sessions.isFailed()) {
            answer(frames.error(
                    request.cause(),
                    ErrorType.PROCESSING_ERROR,
                    "The journal cannot be written, so nothing is accepted any more; the server's log says why.",
                    0,
                    sessions.nowMillis()));
            return true;
        }
        waitingForRoom = true;
        sessions.retrySoon(this);
        return false;
    }

    private void pastState(Inbound.StateQuery query) {
        if (query.sequence() > sessions.newestSequence()) {
            refuse(
                    query.correlation(),
                    ErrorType.VALIDATION_ERROR,
                    "payload.at is in the future; the newest sequence is " + sessions.newestSequence() + ".");
        } else if (holdsPastState || !sessions.holdPastState()) {
            refuse(
                    query.correlation(),
                    ErrorType.OVERLOADED,
                    "Another past state is being sent; ask again when it has come.");
        } else {
            holdsPastState = true;
            sessions.answerState(this, query);
        }
    }

    /** Sends a past state that was asked for. I/O thread only. */
    void showPastState(Correlation correlation, Snapshot past) {
        if (holdsPastState) {
            answers.add(frames.state(correlation, past, sessions.nowMillis()));
            connection.wake();
        }
    }

    /** There is no past state to send, or not any more. I/O thread only. */
    void letGoOfPastState() {
        if (holdsPastState) {
            holdsPastState = false;
            sessions.letGoOfPastState();
        }
    }

    private void subscribe(Inbound.Subscribe wanted) {
        boolean sameHistory = wanted.epoch().isEmpty() || wanted.epoch().equals(sessions.epoch());
        switch (wanted.from()) {
            case StartingPoint.Now now -> resume(wanted, sessions.newestSequence());
            case StartingPoint.After after
            when sameHistory
                    && after.sequence() <= sessions.newestSequence()
                    && after.sequence() + 1 >= sessions.oldestSequence() -> resume(wanted, after.sequence());
            case StartingPoint.After gone -> snapshot(wanted);
            case StartingPoint.FromSnapshot snapshot -> snapshot(wanted);
        }
    }

    private void bundle(int restMillis) {
        bundler = restMillis == 0
                ? null
                : new Bundler(
                        messages -> frames.bundle(messages, sessions.nowMillis()),
                        next -> sessions.later(restMillis, () -> connection.execute(next)),
                        connection::wake);
    }

    private void resume(Inbound.Subscribe wanted, long after) {
        bundle(wanted.bundleMillis());
        answer(frames.subscribed(wanted.correlation(), true, after, sessions.nowMillis()));
        stream.resume(after, wanted.filter());
    }

    /** Where too many ask, the client is told so and stays subscribed as it was. */
    private void snapshot(Inbound.Subscribe wanted) {
        boolean comes = stream.awaitSnapshot(
                wanted.filter(),
                awaited -> sessions.snapshot(this, wanted.correlation(), sessions.newestSequence(), snapshot -> {
                    answer(frames.subscribed(wanted.correlation(), false, snapshot.sequence(), sessions.nowMillis()));
                    stream.snapshot(awaited, snapshot.sequence(), frames.snapshot(snapshot, sessions.nowMillis()));
                }));
        if (comes) {
            bundle(wanted.bundleMillis());
        }
    }

    @Override
    public void alive() {
        lastSignMillis = sessions.nowMillis();
    }

    @Override
    public void fill(FrameSink sink) {
        boolean puttingState = answers.isPutting();
        int sent = answers.fill(sink);
        if (puttingState && !answers.isPutting()) {
            letGoOfPastState();
        }
        questions.next();
        if (waitingForAnswers && !isOwedEnough()) {
            waitingForAnswers = false;
            readAgain();
        }
        Bundler bundles = bundler;
        sessions.figures().sent(sent + (bundles == null ? stream.fill(sink) : bundles.fill(stream, sink)));
    }

    @Override
    public void closing() {
        if (bundler != null) {
            bundler.restNoMore();
        }
    }

    @Override
    public void closed(int code) {
        stream.close();
        questions.close();
        letGoOfPastState();
        sessions.closed(this);
    }

    /** Sends something that is no event. Any thread. */
    void answer(byte[] answer) {
        answers.add(answer);
        connection.wake();
    }

    /** A request of this client is pending already and is answered with the first one; false if too many are. Any thread. */
    boolean join(Cause cause) {
        return stream.join(cause);
    }

    /**
     * Asks something when it is its turn; {@link #answered} is to be called when it has its answer. While many wait, the session takes no
     * more messages; what is in the ring already may still add some. I/O thread only.
     */
    void ask(Runnable question) {
        questions.add(question);
    }

    /** What was asked has its answer, or needs none. Any thread. */
    void answered() {
        connection.execute(() -> {
            questions.answered();
            connection.wake();
        });
    }

    /** Takes messages again that had to wait for room in the ring. Any thread. */
    void resume() {
        waitingForRoom = false;
        readAgain();
    }

    /** Answers a query for what is not kept any more. I/O thread only. */
    void refuseNotRetained(Correlation correlation, long oldest) {
        sessions.figures().error();
        answer(frames.notRetained(correlation, oldest, sessions.newestSequence(), sessions.nowMillis()));
    }

    /** Answers a query with an error. I/O thread only. */
    void refuse(Correlation correlation, ErrorType type, String message) {
        sessions.figures().error();
        answer(frames.error(correlation, type, message, sessions.nowMillis()));
    }

    /** Pings the client when it is due, and drops one that gave no sign of life. */
    void checkLife(long nowMillis, long pingEveryMillis, long graceMillis) {
        boolean reading = !waitingForRoom && !waitingForAnswers && !decoding;
        if (pingedAtMillis > lastSignMillis && nowMillis - pingedAtMillis >= graceMillis && reading) {
            connection.close(CloseCodes.GOING_AWAY, "no sign of life");
        } else if (nowMillis - Math.max(pingedAtMillis, openedAtMillis) >= pingEveryMillis) {
            pingedAtMillis = nowMillis;
            ponged = false;
            connection.ping(ByteBuffer.allocate(0));
            connection.execute(() -> answer(frames.ping(clientId, stream.sequence(), nowMillis)));
        }
    }
}
