package io.agentbridge.engine;

import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.Task;

/** What the bodies of an object take up in memory, as {@code Settings.maxStateBytes} counts it. */
final class ModelBytes {
    private ModelBytes() {}

    static long agent(Agent agent) {
        return body(agent.options().appendSystemPrompt()) + body(agent.options().metadata());
    }

    static long command(Command command) {
        return body(command.text()) + body(command.parameters()) + body(command.result()) + body(command.error());
    }

    static long task(Task task) {
        return body(task.description())
                + body(task.metadata())
                + body(task.extra())
                + body(task.result())
                + body(task.error());
    }

    static long approval(Approval approval) {
        return body(approval.input())
                + body(approval.suggestions())
                + body(approval.message())
                + body(approval.updatedInput());
    }

    private static long body(Body body) {
        return switch (body) {
            case Body.Inline inline -> inline.bytes();
            case Body.Stored stored -> stored.preview().length();
        };
    }
}
