package io.agentbridge.gateway.story;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandOrigin;
import io.agentbridge.gateway.wire.EventFrames;
import io.agentbridge.gateway.wire.Subjects;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Picks, of all events in their order, those that make up the life of one agent, task or command. */
public final class Life {
    /** Of what. */
    public enum Subject {
        AGENT,
        TASK,
        COMMAND
    }

    private final Subject subject;
    private final String id;
    /** A task's commands so far: what an agent says bears the command alone. */
    private final Set<String> commands = new HashSet<>();

    public Life(Subject subject, String id) {
        this.subject = subject;
        this.id = id;
    }

    /** Whose life of that kind an event is part of. */
    public static List<String> idsOf(Subject kind, Event event) {
        Subjects about = EventFrames.subjects(event);
        return switch (kind) {
            case AGENT -> about.agents();
            case TASK -> about.tasks();
            case COMMAND -> about.commands();
        };
    }

    /** Whether it is the life of this. */
    boolean isOf(Subject kind, String itsId) {
        return subject == kind && id.equals(itsId);
    }

    /** Whether the event belongs to it; to be asked for every event from the first on. */
    public boolean contains(Event event) {
        Subjects about = EventFrames.subjects(event);
        return switch (subject) {
            case AGENT -> about.agents().contains(id);
            // What an agent is doing while it works on something is told by that itself.
            case COMMAND -> !isAgents(event.fact()) && about.commands().contains(id);
            case TASK ->
                !isAgents(event.fact()) && (about.tasks().contains(id) || isOfTask(event.fact(), about.commands()));
        };
    }

    private boolean isOfTask(Fact fact, List<String> about) {
        if (fact instanceof Fact.CommandQueued queued) {
            note(queued.command());
        } else if (fact instanceof Fact.CommandStarted started) {
            note(started.command());
        }
        return about.stream().anyMatch(commands::contains);
    }

    private void note(Command command) {
        if (command.origin() == CommandOrigin.TASK && command.originId().equals(id)) {
            commands.add(command.id());
        }
    }

    private static boolean isAgents(Fact fact) {
        return fact instanceof Fact.AgentLaunched
                || fact instanceof Fact.AgentChanged
                || fact instanceof Fact.AgentCreated
                || fact instanceof Fact.AgentStopping
                || fact instanceof Fact.AgentStopped;
    }
}
