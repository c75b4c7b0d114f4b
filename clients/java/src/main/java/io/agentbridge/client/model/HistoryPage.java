package io.agentbridge.client.model;

import io.agentbridge.client.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Past events. A page may be empty and yet have a next one.
 *
 * @param events ascending
 * @param first the first sequence that was looked at
 * @param last the last one
 * @param next where the next page begins; empty after the last page
 * @param newest the newest event that there is
 */
public record HistoryPage(List<Event> events, long first, long last, Optional<Long> next, long newest) {
    /** Reads it as the server shows it. @throws io.agentbridge.client.json.JsonException if it is something else */
    public static HistoryPage of(JsonObject payload) {
        List<Event> events = payload.objects("events").stream()
                .map(frame -> new Event(Frame.of(frame), Optional.empty()))
                .toList();
        return new HistoryPage(
                events, payload.whole("from"), payload.whole("to"), payload.optionalWhole("next"), payload.whole("at"));
    }
}
