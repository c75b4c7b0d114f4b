package io.agentbridge.gateway.pipeline;

import io.agentbridge.engine.Reply;

/** For inputs that are neither refused nor asked twice. */
public final class NoReplies implements ReplySink {
    @Override
    public void refused(Reply.Refused reply) {
        throw new AssertionError(reply);
    }

    @Override
    public void repeated(Reply.Repeated reply) {
        throw new AssertionError(reply);
    }

    @Override
    public void joined(Reply.Joined reply) {
        throw new AssertionError(reply);
    }
}
