package io.agentbridge.gateway.wire;

import io.agentbridge.engine.State;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.RelayedMessage;
import io.agentbridge.engine.model.Task;

/** What an agent is given to read. */
public final class Prompts {
    private final BodyReader bodies;

    public Prompts(BodyReader bodies) {
        this.bodies = bodies;
    }

    /** The prompt of a command, whatever its origin; {@code state} knows the task of a task's command. */
    public String of(Command command, State state) {
        return command + "" + state.sequence() + bodies;
    }

    /** The prompt of a task. */
    public String of(Task task) {
        return task + "";
    }

    /** The prompt that a message becomes. */
    public String of(RelayedMessage message) {
        return message + "";
    }
}
