package io.agentbridge.engine;

import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentStatus;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.ApprovalOutcome;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.engine.model.Task;
import io.agentbridge.engine.model.TaskStatus;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The objects of the state, and what is kept up to date beside them: queues, dependencies, deadlines, what is left behind, and what may be
 * forgotten. Used by one thread.
 */
final class Registry {
    private final Store<Agent> agents = new Store<>(Agent::id, ModelHash::agent, ModelBytes::agent);
    private final Store<Command> commands = new Store<>(Command::id, ModelHash::command, ModelBytes::command);
    private final Store<Task> tasks = new Store<>(Task::id, ModelHash::task, ModelBytes::task);
    private final Store<Approval> approvals = new Store<>(Approval::id, ModelHash::approval, ModelBytes::approval);

    private final CommandQueues queues = new CommandQueues();
    private final TaskIndex taskIndex = new TaskIndex(tasks);
    private final OpenApprovals openApprovals = new OpenApprovals();
    private final Deadlines deadlines = new Deadlines();

    void put(Agent agent) {
        Store.Entry<Agent> entry = agents.put(agent);
        noteLeftBehind(entry);
        if (agent.status() == AgentStatus.STOPPED) {
            agents.retire(entry, agent.lastActivityMillis());
        }
    }

    void put(Command command) {
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

    void put(Task task) {
        index(task);
        if (task.status().isTerminal()) {
            retireUnneeded(task.id());
            for (String dependency : task.dependsOn()) {
                retireUnneeded(dependency);
            }
        }
    }

    /** Puts tasks of which each may depend on any other. */
    void restore(List<Task> all) {
        all.forEach(this::index);
        all.forEach(task -> retireUnneeded(task.id()));
    }

    private void index(Task task) {
        Store.Entry<Task> known = tasks.entry(task.id());
        Task before = known == null ? null : known.value();
        Store.Entry<Task> entry = tasks.put(known, task);
        taskIndex.update(before, task, entry.ordinal());
        if (before != null) {
            noteLeftBehind(before.assignedAgent());
        }
        noteLeftBehind(task.assignedAgent());
        noteDependents(entry);
        for (String dependency : task.dependsOn()) {
            Store.Entry<Task> needed = tasks.entry(dependency);
            if (needed == null) {
                continue;
            }
            if (!task.status().isTerminal()) {
                tasks.keep(needed);
            }
            noteDependents(needed);
        }
        deadlines.move(Deadlines.Subject.TASK, entry.ordinal(), task.id(), Deadlines.of(before), Deadlines.of(task));
    }

    void put(Approval approval) {
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

    /** Whether a command or a pending task waits for the agent. */
    boolean isAwaited(String agentId) {
        return queues.length(agentId) > 0 || taskIndex.hasPending(agentId);
    }

    /** Notes whether something waits for an agent that takes no more work, or nothing any more for one whose process has ended. */
    private void noteLeftBehind(String agentId) {
        Store.Entry<Agent> entry = agents.entry(agentId);
        if (entry != null) {
            noteLeftBehind(entry);
        }
    }

    private void noteLeftBehind(Store.Entry<Agent> entry) {
        if (!entry.value().status().acceptsWork()) {
            String agentId = entry.value().id();
            boolean left = isAwaited(agentId) || entry.value().process().equals(ProcessIdentity.ENDED);
            deadlines.overdue(Deadlines.Subject.LEFT_BEHIND, entry.ordinal(), agentId, left);
        }
    }

    /** Notes whether a task waits for one that ended, but did not complete. */
    private void noteDependents(Store.Entry<Task> entry) {
        TaskStatus status = entry.value().status();
        if (status.isTerminal() && status != TaskStatus.COMPLETED) {
            String taskId = entry.value().id();
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

    /** Forgets what has ended, beyond what the settings allow. */
    void evict(Settings settings) {
        int most = settings.maxEndedObjects();
        trim(agents, most);
        trim(commands, most);
        trim(tasks, most);
        trim(approvals, most);
        while (agents.bytes() + commands.bytes() + tasks.bytes() + approvals.bytes() > settings.maxStateBytes()) {
            Store<?> oldest = older(older(agents, commands), older(tasks, approvals));
            if (oldest.retiredCount() == 0) {
                return;
            }
            oldest.evictOldest();
        }
    }

    private static void trim(Store<?> store, int most) {
        while (store.retiredCount() > most) {
            store.evictOldest();
        }
    }

    private static Store<?> older(Store<?> first, Store<?> second) {
        return second.oldestEndMillis() < first.oldestEndMillis() ? second : first;
    }

    /** What the bodies of all objects that were ever put here took up; only how it grows says something. */
    long putBytes() {
        return agents.putBytes() + commands.putBytes() + tasks.putBytes() + approvals.putBytes();
    }

    /** A hash over all objects. O(1). */
    long hash() {
        return agents.hash() + commands.hash() + tasks.hash() + approvals.hash();
    }

    /** In the order of creation; a view. */
    Collection<Agent> agents() {
        return agents.values();
    }

    /** In the order of creation; a view. */
    Collection<Command> commands() {
        return commands.values();
    }

    /** In the order of creation; a view. */
    Collection<Task> tasks() {
        return tasks.values();
    }

    /** In the order of creation; a view. */
    Collection<Approval> approvals() {
        return approvals.values();
    }

    /** The agent, null if it is not known. */
    @Nullable
    Agent agent(String id) {
        return agents.find(id);
    }

    @Nullable
    Command command(String id) {
        return commands.find(id);
    }

    @Nullable
    Task task(String id) {
        return tasks.find(id);
    }

    @Nullable
    Approval approval(String id) {
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
}
