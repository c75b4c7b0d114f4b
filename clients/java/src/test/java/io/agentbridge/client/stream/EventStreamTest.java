package io.agentbridge.client.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.client.json.JsonObject;
import io.agentbridge.client.model.Filter;
import io.agentbridge.client.model.Position;
import io.agentbridge.client.model.Start;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the client subscribes to, whatever the server says to it. */
final class EventStreamTest {
    private static final String EPOCH = "epoch-1";

    private final EventStream stream = new EventStream(10);

    private static JsonObject confirmation(boolean recovered, long from) {
        return JsonObject.EMPTY
                .with("recovered", recovered)
                .with("epoch", EPOCH)
                .with("from", from);
    }

    private Optional<Object> from() {
        return stream.request().value("from");
    }

    @Test
    void aRefusedSubscriptionLeavesTheOneBeforeAsItWas() {
        stream.choose(new Position(EPOCH, 4), Filter.everything().types("system:metric"));
        JsonObject accepted = stream.request();
        stream.subscribed(confirmation(true, 4));
        stream.choose(Start.now(), Filter.everything().agents("worker-1-00000001"));
        stream.request();
        assertTrue(stream.refused());
        assertEquals(accepted, stream.request());
        assertFalse(stream.refused(), "nothing else can go on");
    }

    @Test
    void aSnapshotThatBrokeOffIsOwedWhateverIsRefusedMeanwhile() {
        stream.choose(Start.snapshot(), Filter.everything());
        stream.request();
        stream.subscribed(confirmation(false, 7));
        stream.pause();
        stream.request();
        stream.refused();
        assertEquals(Optional.of("snapshot"), from());
    }
}
