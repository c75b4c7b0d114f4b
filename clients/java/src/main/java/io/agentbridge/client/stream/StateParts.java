package io.agentbridge.client.stream;

import io.agentbridge.client.json.JsonObject;
import io.agentbridge.client.model.Agent;
import io.agentbridge.client.model.Approval;
import io.agentbridge.client.model.Command;
import io.agentbridge.client.model.State;
import io.agentbridge.client.model.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts a state together that comes in parts. Part 0 begins anew, so a state that is sent again after a disconnection is whole. */
public final class StateParts {
    private final List<Agent> agents = new ArrayList<>();
    private final List<Task> tasks = new ArrayList<>();
    private final List<Command> commands = new ArrayList<>();
    private final List<Approval> approvals = new ArrayList<>();

    /** Takes a part; the whole after the last one. */
    public Optional<State> add(JsonObject part) {
        if (part.whole("part") == 0) {
            agents.clear();
            tasks.clear();
            commands.clear();
            approvals.clear();
        }
        part.objects("agents").forEach(agent -> agents.add(Agent.of(agent)));
        part.objects("tasks").forEach(task -> tasks.add(Task.of(task)));
        part.objects("commands").forEach(command -> commands.add(Command.of(command)));
        part.objects("approvals").forEach(approval -> approvals.add(Approval.of(approval)));
        if (!part.isTrue("last")) {
            return Optional.empty();
        }
        return Optional.of(new State(
                part.whole("sequence"),
                List.copyOf(agents),
                List.copyOf(tasks),
                List.copyOf(commands),
                List.copyOf(approvals)));
    }
}
