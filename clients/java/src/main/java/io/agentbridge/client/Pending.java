package io.agentbridge.client;

import io.agentbridge.client.model.Frame;
import io.agentbridge.client.model.Position;
import io.agentbridge.client.model.State;
import io.agentbridge.client.stream.StateParts;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request from its making to its answer, however often it is sent in between. The answer is any frame, errors included. */
final class Pending {
    private static final Set<String> QUERIES = Set.of("system:status", "system:history", "system:state");

    final Request request;
    final CompletableFuture<Frame> answer = new CompletableFuture<>();
    final Consumer<Frame> progressed;
    final Executor teller;
    final StateParts parts = new StateParts();
    Optional<State> state = Optional.empty();

    @Nullable
    Position firstSent;

    @Nullable
    String commandId;

    long connection;

    /** {@code progressed} is told its progress, on the loop; the answer is given on {@code teller}. */
    Pending(Request request, Consumer<Frame> progressed, Executor teller) {
        this.request = request;
        this.progressed = progressed;
        this.teller = teller;
    }

    void answered(Frame frame) {
        teller.execute(() -> answer.complete(frame));
    }

    void failed(Throwable reason) {
        teller.execute(() -> answer.completeExceptionally(reason));
    }

    /** Whether it changes nothing, so that it may be asked again of any history. */
    boolean isQuery() {
        return QUERIES.contains(request.type());
    }
}
