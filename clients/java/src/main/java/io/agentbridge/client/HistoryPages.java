package io.agentbridge.client;

import io.agentbridge.client.error.UnexpectedAnswerException;
import io.agentbridge.client.model.HistoryPage;
import io.agentbridge.client.stream.Mailbox;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages of the past, one asked for when the one before has been taken. Each subscriber begins with the first page. */
final class HistoryPages implements Flow.Publisher<HistoryPage> {
    private final HistoryRequest first;
    private final Executor callbacks;
    private final Function<HistoryRequest, CompletableFuture<HistoryPage>> ask;

    HistoryPages(
            HistoryRequest first, Executor callbacks, Function<HistoryRequest, CompletableFuture<HistoryPage>> ask) {
        this.first = first;
        this.callbacks = callbacks;
        this.ask = ask;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super HistoryPage> subscriber) {
        Reading reading = new Reading();
        reading.pages.attach(subscriber);
        reading.next();
    }

    /** One subscriber's way through the pages. */
    private final class Reading {
        final AtomicBoolean left = new AtomicBoolean();
        final Mailbox<HistoryPage> pages = new Mailbox<>(1, callbacks, this::next, () -> left.set(true));
        private volatile @Nullable HistoryRequest wanted = first;

        /** Asks for the page behind the newest; its answer is the next to call this. */
        void next() {
            HistoryRequest request = wanted;
            if (request != null && !left.get()) {
                var _ = ask.apply(request).whenComplete((page, error) -> {
                    if (page != null) {
                        took(request, page);
                    } else if (error != null) {
                        Throwable cause = error.getCause();
                        pages.end(error instanceof CompletionException && cause != null ? cause : error);
                    }
                });
            }
        }

        private void took(HistoryRequest request, HistoryPage page) {
            HistoryRequest following = page.next().map(request::goingOnAt).orElse(null);
            wanted = following;
            pages.offer(List.of(page));
            if (following == null) {
                pages.end(null);
            } else if (page.next().filter(request::isAt).isPresent()) {
                wanted = null;
                pages.end(new UnexpectedAnswerException(
                        "the history does not go on from " + page.next().get()));
            }
        }
    }
}
