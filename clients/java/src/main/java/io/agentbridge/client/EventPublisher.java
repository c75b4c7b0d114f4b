package io.agentbridge.client;

import io.agentbridge.client.link.Loop;
import io.agentbridge.client.model.Event;
import io.agentbridge.client.stream.Mailbox;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/** The events of a client, for one subscriber at a time. A mailbox is kept from the moment of subscribing. */
final class EventPublisher implements Flow.Publisher<Event> {
    private final Conversation conversation;
    private final Loop loop;
    private final Executor callbacks;
    private final int maxEvents;

    EventPublisher(Conversation conversation, Loop loop, Executor callbacks, int maxEvents) {
        this.conversation = conversation;
        this.loop = loop;
        this.callbacks = callbacks;
        this.maxEvents = maxEvents;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Event> subscriber) {
        Following following = new Following();
        loop.execute(() -> {
            if (!conversation.consume(following.mailbox)) {
                following.mailbox.end(
                        new IllegalStateException("the events of a client have one subscriber at a time"));
            }
            following.mailbox.attach(subscriber);
        });
        // What comes to the loop after its end is told so here; of both, the first is heard.
        if (conversation.failure() != null) {
            following.mailbox.end(conversation.told());
            following.mailbox.attach(subscriber);
        }
    }

    /** One subscriber's mailbox, which asks for more and takes its leave on the loop. */
    private final class Following {
        final Mailbox<Event> mailbox = new Mailbox<>(maxEvents, callbacks, this::taken, this::left);

        private void taken() {
            if (conversation.isLagging()) {
                loop.execute(conversation::catchUp);
            }
        }

        private void left() {
            loop.execute(() -> conversation.leave(mailbox));
        }
    }
}
