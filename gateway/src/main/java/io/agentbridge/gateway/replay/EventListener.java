package io.agentbridge.gateway.replay;

import io.agentbridge.engine.event.Event;

/** Takes events in order, each before it is applied. */
@FunctionalInterface
public interface EventListener {
    /** Takes no notice. */
    EventListener NONE = _ -> {};

    void onEvent(Event event);
}
