package io.agentbridge.gateway.pipeline;

import io.agentbridge.engine.Reply;

/** Where replies go that are no events. Called on the publishing thread; must not block. */
public interface ReplySink {
    /** A request was refused. */
    void refused(Reply.Refused reply);

    /** A request was answered before; that answer is to go out again. */
    void repeated(Reply.Repeated reply);

    /** A request is pending already; its answer, an event that is published later, is to go to this sender too. */
    void joined(Reply.Joined reply);
}
