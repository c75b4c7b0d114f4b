package io.agentbridge.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentStatus;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.ApprovalOutcome;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandStatus;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.engine.model.Task;
import io.agentbridge.engine.model.TaskStatus;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Watches the log from outside, and checks what holds of every log; knows nothing of the engine's workings. */
final class Auditor {
    private final Set<String> begun = new LinkedHashSet<>();
    private final Set<String> ended = new LinkedHashSet<>();
    private final Set<Cause> unanswered = new LinkedHashSet<>();
    private final Map<String, String> inFlight = new LinkedHashMap<>();
    private long sequence;
    private long timestampMillis;

    /** A request was taken in, so that one event must answer it. */
    void accepted(Cause cause) {
        if (cause.isRequest()) {
            unanswered.add(cause);
        }
    }

    /** The requests that wait for their answer. */
    Set<Cause> unanswered() {
        return unanswered;
    }

    void see(Event event) {
        if (event.cause().isRequest()) {
            assertTrue(unanswered.remove(event.cause()), () -> "an answer that nobody waits for: " + event);
        }
        assertEquals(sequence + 1, event.sequence(), "sequences have no gap");
        assertTrue(event.timestampMillis() >= timestampMillis, "time never goes back");
        sequence = event.sequence();
        timestampMillis = event.timestampMillis();
        switch (event.fact()) {
            case Fact.AgentCreated f -> begin("agent", f.agent().id());
            case Fact.AgentStopped f -> {
                assertFalse(inFlight.containsKey(f.agent().id()), "a stopped agent has nothing in flight");
                end("agent", f.agent().id());
            }
            case Fact.AgentLaunched f -> open("agent", f.agent().id());
            case Fact.AgentChanged f -> open("agent", f.agent().id());
            case Fact.AgentRestarting f -> open("agent", f.agent().id());
            case Fact.AgentFailed f -> open("agent", f.agent().id());
            case Fact.AgentStopping f -> open("agent", f.agent().id());
            case Fact.CommandQueued f -> begin("command", f.command().id());
            case Fact.CommandStarted f -> started(f.command());
            case Fact.CommandRequeued f -> left(f.command());
            case Fact.CommandEnded f -> {
                if (f.command().id().equals(inFlight.get(f.command().agentId()))) {
                    left(f.command());
                }
                assertTrue(f.command().status().isTerminal());
                end("command", f.command().id());
            }
            case Fact.CommandDelivered f ->
                isInFlight(f.command().agentId(), f.command().id());
            case Fact.CommandProgressed f -> isInFlight(f.agentId(), f.commandId());
            case Fact.CommandChanged f ->
                isInFlight(f.command().agentId(), f.command().id());
            case Fact.CommandCancelling f -> open("command", f.command().id());
            case Fact.TaskAssigned f -> begin("task", f.task().id());
            case Fact.TaskChanged f -> open("task", f.task().id());
            case Fact.TaskCancelling f -> open("task", f.task().id());
            case Fact.TaskEnded f -> end("task", f.task().id());
            case Fact.ApprovalRequested f -> begin("approval", f.approval().id());
            case Fact.ApprovalResolved f -> end("approval", f.approval().id());
            case Fact.ServerStarted _, Fact.MessageRelayed _, Fact.MetricReported _ -> {}
        }
    }

    private void begin(String kind, String id) {
        assertFalse(id.isEmpty());
        begun.add(kind + ' ' + id);
        open(kind, id);
    }

    private void open(String kind, String id) {
        assertTrue(begun.contains(kind + ' ' + id), () -> kind + ' ' + id + " is told of before it begins");
        assertFalse(ended.contains(kind + ' ' + id), () -> kind + ' ' + id + " changes after its end");
    }

    private void end(String kind, String id) {
        open(kind, id);
        ended.add(kind + ' ' + id);
        // A client may give a task the id of one that is forgotten; that is another task then.
        if (kind.equals("task")) {
            begun.remove(kind + ' ' + id);
            ended.remove(kind + ' ' + id);
        }
    }

    private void started(Command command) {
        begin("command", command.id());
        String other = inFlight.put(command.agentId(), command.id());
        assertEquals(null, other, "one prompt in flight for one agent");
    }

    private void left(Command command) {
        isInFlight(command.agentId(), command.id());
        inFlight.remove(command.agentId());
    }

    private void isInFlight(String agentId, String commandId) {
        assertEquals(commandId, inFlight.get(agentId), "the command is in flight");
    }

    /** What was begun and has not ended. */
    Set<String> unended() {
        Set<String> result = new LinkedHashSet<>(begun);
        result.removeAll(ended);
        return result;
    }

    /** Checks the state between two steps. */
    void check(State state) {
        boolean workLeft = state.deadlines().nextMillis() <= state.timestampMillis();
        Settings settings = state.settings();
        for (Agent agent : state.agents()) {
            check(state, agent, workLeft);
        }
        int ended = 0;
        for (Command command : state.commands()) {
            boolean current = state.agent(command.agentId())
                    .map(agent -> agent.currentCommand().equals(command.id()))
                    .orElse(false);
            assertEquals(command.status().isInFlight(), current, "the agent knows what it does");
            boolean waits = state.approvals().stream()
                    .anyMatch(approval ->
                            approval.commandId().equals(command.id()) && approval.outcome() == ApprovalOutcome.PENDING);
            assertEquals(waits, command.status() == CommandStatus.WAITING_APPROVAL, "it waits while people are asked");
            ended += command.status().isTerminal() ? 1 : 0;
        }
        assertTrue(ended <= settings.maxEndedObjects(), "ended commands are bounded");
        for (Task task : state.tasks()) {
            check(state, task, workLeft);
        }
        for (Approval approval : state.approvals()) {
            assertEquals(
                    approval.outcome() == ApprovalOutcome.PENDING,
                    approval.expiresAtMillis() != 0
                            && approval.decision() == io.agentbridge.engine.model.ApprovalDecision.NONE
                            && approval.outcome() != ApprovalOutcome.CANCELLED);
        }
        assertTrue(state.snapshot().requests().size() <= settings.idempotencyWindow(), "the window is bounded");
    }

    private static void check(State state, Agent agent, boolean workLeft) {
        long waiting = state.commands().stream()
                .filter(command -> command.agentId().equals(agent.id()) && command.status() == CommandStatus.QUEUED)
                .count();
        assertEquals(waiting, agent.queueLength(), "the queue's length is told");
        assertTrue(waiting <= state.settings().maxQueuedCommands() + 1, "a queue is bounded");
        boolean working = !agent.currentCommand().isEmpty();
        switch (agent.status()) {
            case BUSY -> assertTrue(working);
            case IDLE -> {
                assertFalse(working);
                assertEquals(0, waiting, "an idle agent has nothing waiting");
            }
            case INITIALIZING -> assertFalse(working);
            case ERROR -> {
                assertFalse(working);
                assertTrue(waiting == 0 || workLeft, "what waits for a failed agent is ended, or about to be");
            }
            case STOPPED -> {
                assertFalse(working);
                assertEquals(0, waiting);
            }
            case STOPPING -> {
                boolean ended = agent.process().equals(ProcessIdentity.ENDED);
                assertTrue(workLeft || (waiting == 0 && !ended), "what waits is ended, or about to be");
                assertFalse(ended && working);
            }
        }
    }

    /** Whether a task holds the place of others that a step had no room to start. */
    private static boolean isBeingReleased(State state) {
        return state.tasks().stream()
                .anyMatch(task -> task.status() == TaskStatus.PENDING
                        && task.notBeforeMillis() != 0
                        && task.notBeforeMillis() <= state.timestampMillis());
    }

    private static void check(State state, Task task, boolean workLeft) {
        boolean dispatchable = task.status() == TaskStatus.PENDING
                && task.notBeforeMillis() == 0
                && task.dependsOn().stream()
                        .allMatch(id -> state.task(id).map(Task::status).orElse(null) == TaskStatus.COMPLETED);
        if (task.status() == TaskStatus.IN_PROGRESS) {
            assertEquals(
                    task.id(), state.command(task.commandId()).orElseThrow().originId());
        } else {
            assertEquals("", task.commandId());
        }
        for (Agent agent : state.agents()) {
            boolean able = task.requestedAgent().isEmpty()
                    ? agent.capabilities().containsAll(task.requiredCapabilities())
                    : agent.id().equals(task.requestedAgent());
            assertFalse(
                    dispatchable && able && agent.status() == AgentStatus.IDLE && !isBeingReleased(state),
                    "no task waits that an idle agent could do, or it is about to be given to one");
        }
        if (task.status() == TaskStatus.PENDING && !task.assignedAgent().isEmpty()) {
            boolean takesWork =
                    state.agent(task.assignedAgent()).orElseThrow().status().acceptsWork();
            assertTrue(takesWork || workLeft, "no task waits for an agent that takes no work");
        }
        if (task.status() == TaskStatus.PENDING && !workLeft) {
            for (String dependency : task.dependsOn()) {
                TaskStatus status = state.task(dependency).orElseThrow().status();
                assertTrue(status == TaskStatus.COMPLETED || !status.isTerminal(), "what it waits for can come");
            }
        }
    }
}
