package io.agentbridge.engine;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandOrigin;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.engine.model.Task;
import io.agentbridge.engine.model.TaskStatus;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state: agents, commands, tasks, approvals and the idempotency window, changed by {@link #apply} alone. Used by one thread.
 *
 * <p>It is bounded: each event evicts what has ended and is beyond {@link Settings#maxEndedObjects} of its kind, then, while all
 * bodies together exceed {@link Settings#maxStateBytes}, whatever ended first. What an open task depends on stays.
 */
public final class State {
    private final Registry objects = new Registry();
    private final RequestWindow requests = new RequestWindow();
    private final Positions positions = new Positions();

    /** Whether requests are not remembered. */
    private final boolean light;

    private long sequence;
    private long timestampMillis;
    private Settings settings = Settings.DEFAULT;
    private long settingsHash = ModelHash.settings(settings);
    private Snapshot.Totals totals = new Snapshot.Totals(0, 0, 0, 0);

    /** The state before the first event. */
    public State() {
        this(false);
    }

    private State(boolean light) {
        this.light = light;
    }

    /**
     * The state that a snapshot holds. Its {@link #hash} is the snapshot's, unless the snapshot was damaged or the hash was defined
     * otherwise when it was taken. From a light snapshot it is light, too, and so is its hash.
     */
    public static State restore(Snapshot snapshot) {
        State state = new State(snapshot.light());
        state.sequence = snapshot.sequence();
        state.timestampMillis = snapshot.timestampMillis();
        state.set(snapshot.settings());
        state.totals = snapshot.totals();
        snapshot.agents().forEach(state.objects::put);
        state.objects.restore(snapshot.tasks());
        snapshot.commands().forEach(state.objects::put);
        snapshot.approvals().forEach(state.objects::put);
        state.requests.restore(snapshot.requests());
        snapshot.positions().forEach(output -> state.positions.move(output.agentId(), output.position()));
        return state;
    }

    /**
     * Applies the next event.
     *
     * @throws IllegalStateException if the event does not follow this state, which means that the log or the engine is broken
     */
    public void apply(Event event) {
        if (event.sequence() != sequence + 1 || event.timestampMillis() < timestampMillis) {
            throw new IllegalStateException("event " + event.sequence() + " at " + event.timestampMillis()
                    + " cannot follow event " + sequence + " at " + timestampMillis);
        }
        sequence = event.sequence();
        timestampMillis = event.timestampMillis();
        applyFact(event.fact());
        if (!light) {
            rememberAnswer(event);
        }
        requests.evictAbove(settings.idempotencyWindow());
        objects.evict(settings);
    }

    private void rememberAnswer(Event event) {
        if (event.fact() instanceof Fact.CommandEnded) {
            requests.answeredLater(event.cause(), sequence);
        } else {
            requests.answered(event.cause(), sequence);
        }
    }

    private void applyFact(Fact fact) {
        switch (fact) {
            case Fact.ServerStarted f -> set(f.settings());
            case Fact.AgentCreated f -> {
                totals = new Snapshot.Totals(
                        totals.agentsCreated() + 1,
                        totals.tasksCompleted(),
                        totals.tasksFailed(),
                        totals.commandsEnded());
                objects.put(f.agent());
            }
            case Fact.AgentLaunched f -> put(f.agent(), f.position());
            case Fact.AgentChanged f -> put(f.agent(), f.position());
            case Fact.AgentRestarting f -> put(f.agent(), f.position());
            case Fact.AgentFailed f -> put(f.agent(), f.position());
            case Fact.AgentStopping f -> objects.put(f.agent());
            case Fact.AgentStopped f -> {
                objects.put(f.agent());
                positions.forget(f.agent().id());
            }
            case Fact.CommandQueued f -> accept(f.command());
            case Fact.CommandStarted f -> accept(f.command());
            case Fact.CommandDelivered f -> put(f.command(), f.position());
            case Fact.CommandProgressed f -> positions.move(f.agentId(), f.position());
            case Fact.CommandChanged f -> put(f.command(), f.position());
            case Fact.CommandCancelling f -> objects.put(f.command());
            case Fact.CommandRequeued f -> objects.put(f.command());
            case Fact.CommandEnded f -> {
                totals = new Snapshot.Totals(
                        totals.agentsCreated(),
                        totals.tasksCompleted(),
                        totals.tasksFailed(),
                        totals.commandsEnded() + 1);
                put(f.command(), f.position());
            }
            case Fact.TaskAssigned f -> objects.put(f.task());
            case Fact.TaskChanged f -> objects.put(f.task());
            case Fact.TaskCancelling f -> objects.put(f.task());
            case Fact.TaskEnded f -> {
                totals = new Snapshot.Totals(
                        totals.agentsCreated(),
                        totals.tasksCompleted() + (f.task().status() == TaskStatus.COMPLETED ? 1 : 0),
                        totals.tasksFailed() + (f.task().status() == TaskStatus.FAILED ? 1 : 0),
                        totals.commandsEnded());
                objects.put(f.task());
            }
            case Fact.ApprovalRequested f -> put(f.approval(), f.position());
            case Fact.ApprovalResolved f -> put(f.approval(), f.position());
            case Fact.MessageRelayed _, Fact.MetricReported _ -> {}
        }
    }

    private void set(Settings next) {
        settings = next;
        settingsHash = ModelHash.settings(next);
    }

    private void accept(Command command) {
        if (!light
                && command.origin() == CommandOrigin.CLIENT
                && command.cause().isIdempotent()
                && objects.command(command.id()) == null) {
            requests.accepted(command.cause(), sequence);
        }
        objects.put(command);
    }

    private void put(Agent agent, OutputPosition position) {
        objects.put(agent);
        positions.move(agent.id(), position);
    }

    private void put(Command command, OutputPosition position) {
        objects.put(command);
        positions.move(command.agentId(), position);
    }

    private void put(Approval approval, OutputPosition position) {
        objects.put(approval);
        positions.move(approval.agentId(), position);
    }

    /** The newest event applied, 0 for none. */
    public long sequence() {
        return sequence;
    }

    /** The time of the newest event applied. */
    public long timestampMillis() {
        return timestampMillis;
    }

    /** A hash over all that this state holds; equal states have equal hashes on every machine. O(1). */
    public long hash() {
        return objects.hash()
                + requests.hash()
                + positions.hash()
                + settingsHash
                + ModelHash.totals(totals)
                + ModelHash.clock(sequence, timestampMillis);
    }

    public Settings settings() {
        return settings;
    }

    public Snapshot.Totals totals() {
        return totals;
    }

    /** In the order of creation; a view. */
    public Collection<Agent> agents() {
        return objects.agents();
    }

    /** In the order of creation; a view. */
    public Collection<Command> commands() {
        return objects.commands();
    }

    /** In the order of creation; a view. */
    public Collection<Task> tasks() {
        return objects.tasks();
    }

    /** In the order of creation; a view. */
    public Collection<Approval> approvals() {
        return objects.approvals();
    }

    public Optional<Agent> agent(String id) {
        return Optional.ofNullable(objects.agent(id));
    }

    public Optional<Command> command(String id) {
        return Optional.ofNullable(objects.command(id));
    }

    public Optional<Task> task(String id) {
        return Optional.ofNullable(objects.task(id));
    }

    public Optional<Approval> approval(String id) {
        return Optional.ofNullable(objects.approval(id));
    }

    /** How far the agent's output was consumed. */
    public OutputPosition position(String agentId) {
        return positions.of(agentId);
    }

    /** Whether it was restored from a light snapshot: it can be looked at and events be applied, but nothing be decided. */
    public boolean isLight() {
        return light;
    }

    /** The state as a value. O(objects). */
    public Snapshot snapshot() {
        return snapshot(hash(), requests.requests(), light);
    }

    /** The state as a value, without the requests. O(objects). */
    public Snapshot lightSnapshot() {
        return snapshot(hash() - requests.hash(), AcceptedRequests.NONE, true);
    }

    private Snapshot snapshot(long itsHash, AcceptedRequests itsRequests, boolean isLight) {
        return new Snapshot(
                sequence,
                timestampMillis,
                itsHash,
                settings,
                totals,
                List.copyOf(objects.agents()),
                List.copyOf(objects.commands()),
                List.copyOf(objects.tasks()),
                List.copyOf(objects.approvals()),
                itsRequests,
                positions.outputs(),
                isLight);
    }

    /** The agent, null if it is not known. */
    @Nullable
    Agent findAgent(String id) {
        return objects.agent(id);
    }

    @Nullable
    Command findCommand(String id) {
        return objects.command(id);
    }

    @Nullable
    Task findTask(String id) {
        return objects.task(id);
    }

    @Nullable
    Approval findApproval(String id) {
        return objects.approval(id);
    }

    /** Agents that are not stopped. */
    int livingAgents() {
        return objects.livingAgents();
    }

    /** What the bodies of all objects that were ever put here took up; only how it grows says something. */
    long putBytes() {
        return objects.putBytes();
    }

    /** Whether a command or a pending task waits for the agent. */
    boolean isAwaited(String agentId) {
        return objects.isAwaited(agentId);
    }

    CommandQueues queues() {
        return objects.queues();
    }

    TaskIndex taskIndex() {
        return objects.taskIndex();
    }

    OpenApprovals openApprovals() {
        return objects.openApprovals();
    }

    Deadlines deadlines() {
        return objects.deadlines();
    }

    RequestWindow requests() {
        return requests;
    }
}
