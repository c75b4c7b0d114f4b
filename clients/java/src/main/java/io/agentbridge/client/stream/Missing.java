package io.agentbridge.client.stream;

import io.agentbridge.client.json.JsonObject;
import io.agentbridge.client.model.Filter;
import io.agentbridge.client.model.Position;

/** So many events after a position, of those that a filter selects. */
public record Missing(Position after, Filter filter, int count) {
    /** The payload that asks for a page of them. */
    public JsonObject query() {
        JsonObject query = JsonObject.EMPTY.with("from", after.sequence() + 1).with("limit", count);
        return filter.isEverything() ? query : query.with("filter", filter.toJson());
    }
}
