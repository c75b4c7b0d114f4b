package io.agentbridge.engine;

import io.agentbridge.engine.model.Task;
import io.agentbridge.engine.model.TaskStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks can be dispatched, in what order, whose they are, and who depends on whom. Derived from the tasks, so a snapshot
 * need not hold it.
 */
final class TaskIndex {
    private final Store<Task> tasks;
    /** Tasks that can be dispatched to the agent that the client asked for. */
    private final LinkedHashMap<String, TreeSet<Waiting>> byAgent = new LinkedHashMap<>();
    /** Tasks that can be dispatched to any able agent, together where they require the same. */
    private final TreeMap<String, Pool> byRequirement = new TreeMap<>();
    /** Pending tasks by the agent that is to do them, in the order of their creation. */
    private final LinkedHashMap<String, SortedMap<Long, String>> byAssignee = new LinkedHashMap<>();
    /** Open tasks by the task that they depend on, in the order of their creation. */
    private final LinkedHashMap<String, SortedMap<Long, String>> dependents = new LinkedHashMap<>();

    private int open;

    TaskIndex(Store<Task> tasks) {
        this.tasks = tasks;
    }

    /** A task that can be dispatched; the most urgent, then the oldest, comes first. */
    private record Waiting(int priority, long ordinal, String id) implements Comparable<Waiting> {
        @Override
        public int compareTo(Waiting other) {
            int byPriority = Integer.compare(other.priority, priority);
            return byPriority != 0 ? byPriority : Long.compare(ordinal, other.ordinal);
        }
    }

    private record Pool(List<String> required, TreeSet<Waiting> waiting) {}

    /** Takes over what changed with a task; {@code before} is null for a task that was not known. */
    void update(@Nullable Task before, Task after, long ordinal) {
        if (before != null && !before.status().isTerminal()) {
            open--;
            if (before.status() == TaskStatus.PENDING) {
                remove(byAssignee, before.assignedAgent(), ordinal);
            }
            dropWaiting(before, ordinal);
        }
        if (after.status().isTerminal()) {
            if (before != null) {
                for (String dependency : after.dependsOn()) {
                    remove(dependents, dependency, ordinal);
                }
            }
            if (after.status() == TaskStatus.COMPLETED) {
                unblock(after.id());
            }
            return;
        }
        open++;
        if (after.status() == TaskStatus.PENDING) {
            add(byAssignee, after.assignedAgent(), ordinal, after.id());
        }
        if (before == null) {
            for (String dependency : after.dependsOn()) {
                add(dependents, dependency, ordinal, after.id());
            }
        }
        if (isDispatchable(after)) {
            addWaiting(after, ordinal);
        }
    }

    /** Whether the task only waits for an agent. */
    boolean isDispatchable(Task task) {
        return task.status() == TaskStatus.PENDING
                && task.commandId().isEmpty()
                && task.notBeforeMillis() == 0
                && dependenciesCompleted(task);
    }

    boolean dependenciesCompleted(Task task) {
        for (String dependency : task.dependsOn()) {
            Task other = tasks.find(dependency);
            if (other == null || other.status() != TaskStatus.COMPLETED) {
                return false;
            }
        }
        return true;
    }

    /** The task that the agent is to do next, null for none. O(different requirements × log n). */
    @Nullable
    Task next(String agentId, List<String> capabilities) {
        TreeSet<Waiting> own = byAgent.get(agentId);
        Waiting best = own == null ? null : own.first();
        for (Pool pool : byRequirement.values()) {
            Waiting first = pool.waiting.first();
            if ((best == null || first.compareTo(best) < 0) && capabilities.containsAll(pool.required)) {
                best = first;
            }
        }
        return best == null ? null : tasks.find(best.id);
    }

    /** Whether an open task depends on this one. */
    boolean hasDependents(String taskId) {
        return dependents.containsKey(taskId);
    }

    /** The oldest open task that depends on this one, null for none. */
    @Nullable
    Task firstDependent(String taskId) {
        return first(dependents, taskId);
    }

    /** The oldest pending task that the agent is to do, null for none. */
    @Nullable
    Task firstPending(String agentId) {
        return first(byAssignee, agentId);
    }

    boolean hasPending(String agentId) {
        return byAssignee.containsKey(agentId);
    }

    int open() {
        return open;
    }

    private void unblock(String taskId) {
        SortedMap<Long, String> waiting = dependents.get(taskId);
        if (waiting == null) {
            return;
        }
        for (String id : waiting.values()) {
            Store.Entry<Task> entry = tasks.entry(id);
            if (entry != null && isDispatchable(entry.value())) {
                addWaiting(entry.value(), entry.ordinal());
            }
        }
    }

    private void addWaiting(Task task, long ordinal) {
        Waiting waiting = new Waiting(task.priority(), ordinal, task.id());
        if (!task.requestedAgent().isEmpty()) {
            byAgent.computeIfAbsent(task.requestedAgent(), _ -> new TreeSet<>()).add(waiting);
            return;
        }
        byRequirement
                .computeIfAbsent(requirement(task), _ -> new Pool(task.requiredCapabilities(), new TreeSet<>()))
                .waiting
                .add(waiting);
    }

    private void dropWaiting(Task task, long ordinal) {
        Waiting waiting = new Waiting(task.priority(), ordinal, task.id());
        if (!task.requestedAgent().isEmpty()) {
            TreeSet<Waiting> own = byAgent.get(task.requestedAgent());
            if (own != null && own.remove(waiting) && own.isEmpty()) {
                byAgent.remove(task.requestedAgent());
            }
            return;
        }
        String requirement = requirement(task);
        Pool pool = byRequirement.get(requirement);
        if (pool != null && pool.waiting.remove(waiting) && pool.waiting.isEmpty()) {
            byRequirement.remove(requirement);
        }
    }

    /** The same for tasks that require the same, in whatever order. */
    private static String requirement(Task task) {
        StringBuilder text = new StringBuilder();
        for (String capability : new TreeSet<>(task.requiredCapabilities())) {
            text.append(capability.length()).append(':').append(capability);
        }
        return text.toString();
    }

    private static void add(Map<String, SortedMap<Long, String>> index, String key, long ordinal, String id) {
        if (!key.isEmpty()) {
            index.computeIfAbsent(key, _ -> new TreeMap<>()).put(ordinal, id);
        }
    }

    private static void remove(Map<String, SortedMap<Long, String>> index, String key, long ordinal) {
        SortedMap<Long, String> group = index.get(key);
        if (group != null) {
            group.remove(ordinal);
            if (group.isEmpty()) {
                index.remove(key);
            }
        }
    }

    private @Nullable Task first(Map<String, SortedMap<Long, String>> index, String key) {
        SortedMap<Long, String> group = index.get(key);
        return group == null ? null : tasks.find(group.firstEntry().getValue());
    }
}
