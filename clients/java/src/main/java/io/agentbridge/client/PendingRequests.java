package io.agentbridge.client;

import io.agentbridge.client.error.AgentBridgeException;
import io.agentbridge.client.error.MessageTooLargeException;
import io.agentbridge.client.error.OutcomeUnknownException;
import io.agentbridge.client.model.Cause;
import io.agentbridge.client.model.Frame;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All requests that wait for their answer, by id, which is their correlation id too. */
final class PendingRequests {
    private final Map<String, Pending> byId = new LinkedHashMap<>();

    /** False if one with its id waits already. */
    boolean add(Pending pending) {
        return byId.putIfAbsent(pending.request.id(), pending) == null;
    }

    List<Pending> all() {
        return List.copyOf(byId.values());
    }

    @Nullable
    Pending get(Optional<String> id) {
        return id.map(byId::get).orElse(null);
    }

    /** The request that a frame answers: it bears its id, or is what everybody sees of the end of a command. */
    @Nullable
    Pending answeredBy(Frame frame) {
        Pending pending = get(frame.correlationId());
        boolean ends = frame.type().equals("command:result") || frame.type().equals("command:error");
        if (pending != null || !ends || !isOfClient(frame)) {
            return pending;
        }
        Pending caused = get(frame.cause().flatMap(Cause::requestId));
        return caused != null && caused.request.type().equals("command:execute") ? caused : null;
    }

    /** Whether a command's frame is about what a client asked for, not about the attempt of a task. */
    static boolean isOfClient(Frame frame) {
        return frame.payload().value("origin").orElse("client").equals("client");
    }

    void answer(Pending pending, Frame frame) {
        byId.remove(pending.request.id(), pending);
        pending.answered(frame);
    }

    void fail(Pending pending, AgentBridgeException error) {
        byId.remove(pending.request.id(), pending);
        pending.failed(error);
    }

    void failAll(AgentBridgeException error) {
        all().forEach(pending -> fail(pending, error));
    }

    /** The server closed the connection over the size of a message: it was the largest of those sent, and is not sent again. */
    void failLargest() {
        all().stream()
                .filter(pending -> pending.firstSent != null)
                .max(Comparator.comparingInt(pending -> pending.request.maxBytes()))
                .ifPresent(largest -> fail(
                        largest,
                        new MessageTooLargeException("the server closed the connection over " + largest.request.type()
                                + " of about " + largest.request.maxBytes() + " bytes")));
    }

    /** What was sent to another history must not be sent to this one: its effect may or may not be part of it. */
    void failThoseOfOtherHistories(String epoch) {
        for (Pending pending : all()) {
            if (pending.firstSent != null && !pending.firstSent.epoch().equals(epoch) && !pending.isQuery()) {
                fail(
                        pending,
                        new OutcomeUnknownException(pending.request.type() + " " + pending.request.id()
                                + " was sent to a history that the server does not have any more"));
            }
        }
    }
}
