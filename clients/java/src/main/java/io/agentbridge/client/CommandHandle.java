package io.agentbridge.client;

import io.agentbridge.client.error.RequestException;
import io.agentbridge.client.model.CommandResult;
import io.agentbridge.client.model.Frame;
import io.agentbridge.client.model.Progress;
import io.agentbridge.client.stream.Mailbox;
import io.agentbridge.client.stream.Recent;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Follows one command: watch its progress, await its result, or cancel it. Thread-safe.
 *
 * <p>It is the publisher of its progress, for one subscriber, who gets it from the beginning. Progress that nobody takes is dropped, the
 * oldest first; the result never is.
 */
public final class CommandHandle implements Flow.Publisher<Progress> {
    private final String requestId;
    private final String agentId;
    private final Function<CompletableFuture<Optional<String>>, CompletableFuture<Void>> cancel;
    private final Mailbox<Progress> progress;
    private final Recent deltas = new Recent();
    private final AtomicLong dropped = new AtomicLong();
    private final CompletableFuture<String> commandId = new CompletableFuture<>();
    private final CompletableFuture<CommandResult> result = new CompletableFuture<>();
    private long newest;

    /** {@code cancel} is given the id of the command as soon as it is known, nothing if it ends before. */
    CommandHandle(
            String requestId,
            String agentId,
            int maxProgress,
            Executor callbacks,
            Function<CompletableFuture<Optional<String>>, CompletableFuture<Void>> cancel) {
        this.requestId = requestId;
        this.agentId = agentId;
        this.cancel = cancel;
        this.progress = new Mailbox<>(maxProgress, callbacks, () -> {}, () -> {});
    }

    /** The id of the request; the same call with this id has no second effect. */
    public String requestId() {
        return requestId;
    }

    /** Whose command it is. */
    public String agentId() {
        return agentId;
    }

    /** The server's id of the command, once it is known. */
    public Optional<String> commandId() {
        return Optional.ofNullable(commandId.getNow(null));
    }

    /** How many pieces of progress were dropped because nobody took them. */
    public long dropped() {
        return dropped.get();
    }

    /**
     * What the agent answered; as long as that takes. Fails with {@link io.agentbridge.client.error.CommandException} if the command failed,
     * was cancelled, or ended in a crash. Each call gives a future of its own, so a time-out on it leaves the command running.
     */
    public CompletableFuture<CommandResult> result() {
        return result.copy();
    }

    /**
     * Asks for the end of the command; its result then fails. Nothing is done if it has ended already. Its id comes with its progress: where
     * a filter keeps that out, this is done when the command has ended, or fails with {@link
     * io.agentbridge.client.error.RequestTimeoutException}.
     */
    public CompletableFuture<Void> cancel() {
        return cancel.apply(result.handle((_, _) -> Optional.<String>empty())
                .applyToEither(commandId.thenApply(Optional::of), running -> running));
    }

    /** Gives its progress to a subscriber; a second one is refused with {@link IllegalStateException}. */
    @Override
    public void subscribe(Flow.Subscriber<? super Progress> subscriber) {
        if (!progress.attach(subscriber)) {
            Refusal.refuse(subscriber, "the progress of a command has one subscriber");
        }
    }

    /** A frame of this command; on the loop. What comes again after a disconnection is not shown again. */
    void progressed(Frame frame) {
        Progress piece = Progress.of(frame.payload());
        piece.commandId().ifPresent(commandId::complete);
        boolean fresh = frame.sequence().map(sequence -> sequence > newest).orElseGet(() -> deltas.add(frame.id()));
        newest = Math.max(newest, frame.sequence().orElse(0L));
        if (fresh && !progress.offerDroppingOldest(piece)) {
            dropped.incrementAndGet();
        }
    }

    /** Its end; any thread. */
    void answered(Frame frame) {
        if (frame.isError()) {
            failed(RequestException.of(frame.payload()));
        } else {
            complete(frame);
        }
    }

    private void complete(Frame frame) {
        try {
            CommandResult answer = CommandResult.of(frame.payload());
            progress.end(null);
            result.complete(answer);
        } catch (RuntimeException unexpected) {
            failed(unexpected);
        }
    }

    void failed(Throwable reason) {
        progress.end(null);
        result.completeExceptionally(reason);
    }
}
