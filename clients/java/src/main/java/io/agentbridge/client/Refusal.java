package io.agentbridge.client;

import java.util.concurrent.Flow;

/** Refuses a subscriber as Reactive Streams wants it (rule 1.9): after a subscription that gives nothing. */
final class Refusal {
    private static final Flow.Subscription NOTHING = new Flow.Subscription() {
        @Override
        public void request(long count) {
            // There is nothing to give.
        }

        @Override
        public void cancel() {
            // There is nothing to end.
        }
    };

    private Refusal() {}

    static void refuse(Flow.Subscriber<?> subscriber, String reason) {
        subscriber.onSubscribe(NOTHING);
        subscriber.onError(new IllegalStateException(reason));
    }
}
