package io.agentbridge.engine;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentStatus;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.ApprovalOutcome;
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
    private final Store<Agent> agents = new Store<>(Agent::id, ModelHash::agent, ModelBytes::agent);
    private final Store<Command> commands = new Store<>(Command::id, ModelHash::command, ModelBytes::command);
    private final Store<Task> tasks = new Store<>(Task::id, ModelHash::task, ModelBytes::task);
    private final Store<Approval> approvals = new Store<>(Approval::id, ModelHash::approval, ModelBytes::approval);
    private final RequestWindow requests = new RequestWindow();
    private final Positions positions = new Positions();

    private final CommandQueues queues = new CommandQueues();
    private final TaskIndex taskIndex = new TaskIndex(tasks);
    private final OpenApprovals openApprovals = new OpenApprovals();
    private final Deadlines deadlines = new Deadlines();

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
        snapshot.agents().forEach(state::put);
        snapshot.tasks().forEach(state::index);
        snapshot.tasks().forEach(task -> state.retireUnneeded(task.id()));
        snapshot.commands().forEach(state::put);
        snapshot.approvals().forEach(state::put);
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
        evict();
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
                put(f.agent());
            }
            case Fact.AgentLaunched f -> put(f.agent(), f.position());
            case Fact.AgentChanged f -> put(f.agent(), f.position());
            case Fact.AgentRestarting f -> put(f.agent(), f.position());
            case Fact.AgentFailed f -> put(f.agent(), f.position());
            case Fact.AgentStopping f -> put(f.agent());
            case Fact.AgentStopped f -> {
                put(f.agent());
                positions.forget(f.agent().id());
            }
            case Fact.CommandQueued f -> accept(f.command());
            case Fact.CommandStarted f -> accept(f.command());
            case Fact.CommandDelivered f -> put(f.command(), f.position());
            case Fact.CommandProgressed f -> positions.move(f.agentId(), f.position());
            case Fact.CommandChanged f -> put(f.command(), f.position());
            case Fact.CommandCancelling f -> put(f.command());
            case Fact.CommandRequeued f -> put(f.command());
            case Fact.CommandEnded f -> {
                totals = new Snapshot.Totals(
                        totals.agentsCreated(),
                        totals.tasksCompleted(),
                        totals.tasksFailed(),
                        totals.commandsEnded() + 1);
                put(f.command(), f.position());
            }
            case Fact.TaskAssigned f -> put(f.task());
            case Fact.TaskChanged f -> put(f.task());
            case Fact.TaskCancelling f -> put(f.task());
            case Fact.TaskEnded f -> {
                totals = new Snapshot.Totals(
                        totals.agentsCreated(),
                        totals.tasksCompleted() + (f.task().status() == TaskStatus.COMPLETED ? 1 : 0),
                        totals.tasksFailed() + (f.task().status() == TaskStatus.FAILED ? 1 : 0),
                        totals.commandsEnded());
                put(f.task());
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
                && commands.entry(command.id()) == null) {
            requests.accepted(command.cause(), sequence);
        }
        put(command);
    }

    private void put(Agent agent, OutputPosition position) {
        put(agent);
        positions.move(agent.id(), position);
    }

    private void put(Command command, OutputPosition position) {
        put(command);
        positions.move(command.agentId(), position);
    }

    private void put(Approval approval, OutputPosition position) {
        put(approval);
        positions.move(approval.agentId(), position);
    }

    private void put(Agent agent) {
        Store.Entry<Agent> entry = agents.put(agent);
        noteLeftBehind(entry);
        if (agent.status() == AgentStatus.STOPPED) {
            agents.retire(entry, agent.lastActivityMillis());
        }
    }

    private void put(Command command) {
        Store.Entry<Command> known = commands.entry(command.id());
        Command before = known == null ? null : known.value();
        Store.Entry<Command> entry = commands.put(known, command);
        queues.update(before, command);
        noteLeftBehind(command.agentId());
        deadlines.move(
                Deadlines.Subject.COMMAND, entry.ordinal(), command.id(), Deadlines.of(before), Deadlines.of(command));
        if (command.status().isTerminal()) {
            commands.retire(entry, command.completedAtMillis());
        }
    }

    private void put(Task task) {
        index(task);
        if (task.status().isTerminal()) {
            retireUnneeded(task.id());
            for (String dependency : task.dependsOn()) {
                retireUnneeded(dependency);
            }
        }
    }

    private void index(Task task) {
        Task before = tasks.find(task.id());
        Store.Entry<Task> entry = tasks.put(task);
        taskIndex.update(before, task, entry.ordinal());
        if (before != null) {
            noteLeftBehind(before.assignedAgent());
        }
        noteLeftBehind(task.assignedAgent());
        noteDependents(task.id());
        for (String dependency : task.dependsOn()) {
            Store.Entry<Task> needed = tasks.entry(dependency);
            if (needed != null && !task.status().isTerminal()) {
                tasks.keep(needed);
            }
            noteDependents(dependency);
        }
        deadlines.move(Deadlines.Subject.TASK, entry.ordinal(), task.id(), Deadlines.of(before), Deadlines.of(task));
    }

    /** Notes whether something waits for an agent that takes no more work. */
    private void noteLeftBehind(String agentId) {
        Store.Entry<Agent> entry = agents.entry(agentId);
        if (entry != null) {
            noteLeftBehind(entry);
        }
    }

    private void noteLeftBehind(Store.Entry<Agent> entry) {
        if (!entry.value().status().acceptsWork()) {
            String agentId = entry.value().id();
            boolean left = queues.length(agentId) > 0 || taskIndex.hasPending(agentId);
            deadlines.overdue(Deadlines.Subject.LEFT_BEHIND, entry.ordinal(), agentId, left);
        }
    }

    /** Notes whether a task waits for one that ended, but did not complete. */
    private void noteDependents(String taskId) {
        Store.Entry<Task> entry = tasks.entry(taskId);
        if (entry != null
                && entry.value().status().isTerminal()
                && entry.value().status() != TaskStatus.COMPLETED) {
            deadlines.overdue(Deadlines.Subject.DEPENDENTS, entry.ordinal(), taskId, taskIndex.hasDependents(taskId));
        }
    }

    private void retireUnneeded(String taskId) {
        Store.Entry<Task> entry = tasks.entry(taskId);
        if (entry != null
                && entry.endedAtMillis() < 0
                && entry.value().status().isTerminal()
                && !taskIndex.hasDependents(taskId)) {
            tasks.retire(entry, entry.value().completedAtMillis());
        }
    }

    private void put(Approval approval) {
        Approval before = approvals.find(approval.id());
        Store.Entry<Approval> entry = approvals.put(approval);
        openApprovals.update(approval);
        deadlines.move(
                Deadlines.Subject.APPROVAL,
                entry.ordinal(),
                approval.id(),
                Deadlines.of(before),
                Deadlines.of(approval));
        if (approval.outcome() != ApprovalOutcome.PENDING) {
            approvals.retire(entry, approval.requestedAtMillis());
        }
    }

    private void evict() {
        trim(agents);
        trim(commands);
        trim(tasks);
        trim(approvals);
        requests.evictAbove(settings.idempotencyWindow());
        while (agents.bytes() + commands.bytes() + tasks.bytes() + approvals.bytes() > settings.maxStateBytes()) {
            Store<?> oldest = older(older(agents, commands), older(tasks, approvals));
            if (oldest.retiredCount() == 0) {
                return;
            }
            oldest.evictOldest();
        }
    }

    private void trim(Store<?> store) {
        while (store.retiredCount() > settings.maxEndedObjects()) {
            store.evictOldest();
        }
    }

    private static Store<?> older(Store<?> first, Store<?> second) {
        return second.oldestEndMillis() < first.oldestEndMillis() ? second : first;
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
        return agents.hash()
                + commands.hash()
                + tasks.hash()
                + approvals.hash()
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
        return agents.values();
    }

    /** In the order of creation; a view. */
    public Collection<Command> commands() {
        return commands.values();
    }

    /** In the order of creation; a view. */
    public Collection<Task> tasks() {
        return tasks.values();
    }

    /** In the order of creation; a view. */
    public Collection<Approval> approvals() {
        return approvals.values();
    }

    public Optional<Agent> agent(String id) {
        return Optional.ofNullable(agents.find(id));
    }

    public Optional<Command> command(String id) {
        return Optional.ofNullable(commands.find(id));
    }

    public Optional<Task> task(String id) {
        return Optional.ofNullable(tasks.find(id));
    }

    public Optional<Approval> approval(String id) {
        return Optional.ofNullable(approvals.find(id));
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
                List.copyOf(agents.values()),
                List.copyOf(commands.values()),
                List.copyOf(tasks.values()),
                List.copyOf(approvals.values()),
                itsRequests,
                positions.outputs(),
                isLight);
    }

    /** The agent, null if it is not known. */
    @Nullable
    Agent findAgent(String id) {
        return agents.find(id);
    }

    @Nullable
    Command findCommand(String id) {
        return commands.find(id);
    }

    @Nullable
    Task findTask(String id) {
        return tasks.find(id);
    }

    @Nullable
    Approval findApproval(String id) {
        return approvals.find(id);
    }

    /** Agents that are not stopped. */
    int livingAgents() {
        return agents.size() - agents.retiredCount();
    }

    CommandQueues queues() {
        return queues;
    }

    TaskIndex taskIndex() {
        return taskIndex;
    }

    OpenApprovals openApprovals() {
        return openApprovals;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    RequestWindow requests() {
        return requests;
    }
}
