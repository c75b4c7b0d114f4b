package io.agentbridge.client.conformance;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A subscriber that takes one item after the other, each when it is done with the one before. */
final class Consuming<T> implements Flow.Subscriber<T> {
    private final Consumer<T> consumer;
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    Consuming(Consumer<T> consumer) {
        this.consumer = consumer;
    }

    /** Done when nothing more comes, with its error if it has one. */
    CompletableFuture<@Nullable Void> end() {
        return end;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(T item) {
        consumer.accept(item);
        if (subscription != null) {
            subscription.request(1);
        }
    }

    @Override
    public void onError(Throwable reason) {
        end.completeExceptionally(reason);
    }

    @Override
    public void onComplete() {
        end.complete(null);
    }
}
