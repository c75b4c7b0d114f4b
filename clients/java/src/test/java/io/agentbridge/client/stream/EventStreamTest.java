package io.agentbridge.client.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.client.json.JsonObject;
import io.agentbridge.client.model.Event;
import io.agentbridge.client.model.Filter;
import io.agentbridge.client.model.Frame;
import io.agentbridge.client.model.Position;
import io.agentbridge.client.model.Start;
import java.util.List;
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

    private static Frame snapshot(boolean last) {
        JsonObject payload = JsonObject.EMPTY
                .with("sequence", 7)
                .with("part", last ? 1 : 0)
                .with("last", last)
                .with("agents", List.of())
                .with("tasks", List.of())
                .with("commands", List.of())
                .with("approvals", List.of());
        return Frame.of(JsonObject.EMPTY
                .with("id", "x")
                .with("type", Event.SNAPSHOT)
                .with("timestamp", "2026-03-01T12:00:00.000+00:00")
                .with("payload", payload));
    }

    @Test
    void aSnapshotCountsForThePositionWhenItIsWhole() {
        stream.follow(new Position(EPOCH, 3));
        stream.choose(Start.snapshot(), Filter.everything());
        stream.request();
        stream.subscribed(confirmation(false, 7));
        stream.snapshot(snapshot(false));
        assertEquals(new Position(EPOCH, 3), stream.position());
        stream.snapshot(snapshot(true));
        assertEquals(new Position(EPOCH, 7), stream.position());
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
