package io.agentbridge.gateway.command;

import io.agentbridge.engine.event.Event;
import io.agentbridge.gateway.codec.EventType;
import io.agentbridge.gateway.wire.BodyReader;
import io.agentbridge.gateway.wire.EventFrames;
import io.agentbridge.gateway.wire.EventText;
import io.agentbridge.gateway.wire.Filter;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which events to show.
 *
 * @param subjects what they are about and who caused them; of any message type
 * @param types their types, as they stand in the journal or as clients see them; empty for any
 * @param text what one of their texts must contain, whatever its case; empty for anything
 * @param from their first sequence, {@link Long#MIN_VALUE} for any
 * @param to their last sequence, {@link Long#MAX_VALUE} for any
 * @param sinceMillis their earliest time, {@link Long#MIN_VALUE} for any
 * @param untilMillis their latest time, {@link Long#MAX_VALUE} for any
 */
record EventFilter(
        Filter subjects, Set<String> types, String text, long from, long to, long sinceMillis, long untilMillis) {
    EventFilter {
        types = Set.copyOf(types);
    }

    /** Whether it asks for events by what they are, and not only by when they were. */
    boolean chooses() {
        return !subjects.equals(Filter.ALL) || !types.isEmpty() || !text.isEmpty();
    }

    /** The same of other agents, any if there are none. */
    EventFilter withAgents(Set<String> agents) {
        return new EventFilter(
                new Filter(agents, subjects.tasks(), subjects.commands(), subjects.types(), subjects.principals()),
                types,
                text,
                from,
                to,
                sinceMillis,
                untilMillis);
    }

    /** Whether it names a last event, or a time, so that there are places to look for. */
    boolean hasEnds() {
        return to != Long.MAX_VALUE || sinceMillis != Long.MIN_VALUE || untilMillis != Long.MAX_VALUE;
    }

    /** Whether an event is wanted. For one search; {@code bodies} is asked where a text is looked for. */
    Predicate<Event> matcher(BodyReader bodies) {
        Predicate<Event> fits =
                event -> isWithin(event) && isOfType(event) && subjects.accepts(EventFrames.subjects(event));
        return text.isEmpty() ? fits : fits.and(new EventText(text, bodies)::isIn);
    }

    private boolean isWithin(Event event) {
        return event.sequence() >= from
                && event.sequence() <= to
                && event.timestampMillis() >= sinceMillis
                && event.timestampMillis() <= untilMillis;
    }

    private boolean isOfType(Event event) {
        return types.isEmpty()
                || types.contains(EventTypeConverter.name(EventType.of(event.fact())))
                || EventFrames.subjects(event).types().stream().anyMatch(types::contains);
    }
}
