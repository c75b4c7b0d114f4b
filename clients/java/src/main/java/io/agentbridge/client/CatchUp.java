package io.agentbridge.client;

import io.agentbridge.client.error.NotRetainedException;
import io.agentbridge.client.error.RequestException;
import io.agentbridge.client.json.JsonException;
import io.agentbridge.client.link.Loop;
import io.agentbridge.client.model.Frame;
import io.agentbridge.client.model.HistoryPage;
import io.agentbridge.client.stream.EventStream;
import io.agentbridge.client.stream.Missing;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks for what a slow subscriber did not get, as it has room for it: one piece at a time. On the loop. */
final class CatchUp {
    private static final System.Logger LOG = System.getLogger("io.agentbridge.client");

    private final EventStream stream;
    private final Loop loop;
    private final Runnable subscribe;
    private final Consumer<Pending> begin;
    private boolean asking;

    /** {@code subscribe} sends the subscription that the stream wants, {@code begin} any request. */
    CatchUp(EventStream stream, Loop loop, Runnable subscribe, Consumer<Pending> begin) {
        this.stream = stream;
        this.loop = loop;
        this.subscribe = subscribe;
        this.begin = begin;
    }

    /** Asks for the next piece, if there is room for one and none is on its way. */
    void goOn() {
        if (asking || !stream.shouldCatchUp()) {
            return;
        }
        if (stream.shouldSubscribe()) {
            subscribe.run();
            return;
        }
        asking = true;
        Missing missing = stream.missing();
        Pending pending = new Pending(Request.of("system:history", missing.query()), _ -> {}, Runnable::run);
        var _ = pending.answer.whenComplete((answer, _) -> answered(missing, answer));
        begin.accept(pending);
    }

    /** There is no answer where the client has ended. */
    private void answered(Missing missing, @Nullable Frame answer) {
        if (answer == null) {
            asking = false;
        } else if (answer.isError()) {
            refused(RequestException.of(answer.payload()));
        } else {
            take(missing, answer);
        }
    }

    private void take(Missing missing, Frame answer) {
        try {
            stream.found(missing, HistoryPage.of(answer.payload()));
        } catch (JsonException malformed) {
            LOG.log(Level.WARNING, "A page of the history is not as the protocol has it.", malformed);
            stream.oweSnapshot();
        }
        again();
    }

    private void refused(RequestException error) {
        if (error instanceof NotRetainedException) {
            stream.oweSnapshot();
            again();
        } else {
            LOG.log(
                    Level.WARNING,
                    "Events that a slow subscriber did not get cannot be read yet: {0}",
                    error.getMessage());
            loop.later(error.rest(), this::again);
        }
    }

    private void again() {
        asking = false;
        goOn();
    }
}
