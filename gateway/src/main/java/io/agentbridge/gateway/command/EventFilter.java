package io.agentbridge.gateway.command;

import io.agentbridge.engine.event.Event;
import io.agentbridge.gateway.codec.EventType;
import io.agentbridge.gateway.wire.EventFrames;
import io.agentbridge.gateway.wire.Subjects;
import java.util.List;
import java.util.Optional;

/**
 * Which events to show.
 *
 * @param agentId the agent that they are about, or empty for any
 * @param taskId the task that they are about, or empty for any
 * @param types their types; empty for any
 * @param sinceMillis their earliest time
 * @param untilMillis their latest time
 */
record EventFilter(
        Optional<String> agentId, Optional<String> taskId, List<EventType> types, long sinceMillis, long untilMillis) {
    EventFilter {
        types = List.copyOf(types);
    }

    boolean matches(Event event) {
        return event.timestampMillis() >= sinceMillis
                && event.timestampMillis() <= untilMillis
                && (types.isEmpty() || types.contains(EventType.of(event.fact())))
                && isAbout(event);
    }

    private boolean isAbout(Event event) {
        if (agentId.isEmpty() && taskId.isEmpty()) {
            return true;
        }
        Subjects subjects = EventFrames.subjects(event);
        return (agentId.isEmpty() || subjects.agents().contains(agentId.get()))
                && (taskId.isEmpty() || subjects.tasks().contains(taskId.get()));
    }
}
