package io.agentbridge.gateway.wire;

import io.agentbridge.engine.Snapshot;
import io.agentbridge.engine.State;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentStatus;
import io.agentbridge.engine.model.AgentType;
import io.agentbridge.engine.model.Task;
import io.agentbridge.engine.model.TaskStatus;
import io.agentbridge.gateway.json.JsonName;
import io.agentbridge.gateway.json.JsonOutput;
import java.util.EnumMap;
import java.util.Map;

/** Writes the figures of the server: flat, and again in the objects where other clients look for them. For one thread. */
final class StatusWriter {
    private static final JsonName GET_SYSTEM_STATUS = JsonName.value("get_system_status");
    private static final JsonName SYSTEM = JsonName.value("system");

    private final JsonOutput output;
    private final ObjectWriter objects;

    StatusWriter(JsonOutput output, ObjectWriter objects) {
        this.output = output;
        this.objects = objects;
    }

    /** Writes the members of the answer's payload. O(objects). */
    void write(State state, ServerFigures figures, long nowMillis) {
        output.name(Keys.COMMAND);
        output.value(GET_SYSTEM_STATUS);
        output.name(Keys.AGENT_ID);
        output.value(SYSTEM);
        objects.bool(Keys.SUCCESS, true);
        objects.seconds(Keys.EXECUTION_TIME, 0);
        int start = output.size();
        agents(state);
        tasks(state);
        statistics(state.totals(), figures, nowMillis);
        objects.bool(Keys.RUNNING, true);
        int end = output.size();
        output.name(Keys.SYSTEM);
        output.beginObject();
        output.copyMembers(start, end);
        output.endObject();
        connections(figures, nowMillis);
        ring(figures.ring());
        journal(figures.journal());
        objects.instant(Keys.TIMESTAMP, nowMillis);
        int systemEnd = output.size();
        objects.number(Keys.AT, state.sequence());
        output.name(Keys.RESULT);
        output.beginObject();
        output.copyMembers(end, systemEnd);
        output.endObject();
    }

    private void agents(State state) {
        Map<AgentStatus, Integer> byStatus = new EnumMap<>(AgentStatus.class);
        Map<AgentType, Integer> byType = new EnumMap<>(AgentType.class);
        for (Agent agent : state.agents()) {
            byStatus.merge(agent.status(), 1, Integer::sum);
            byType.merge(agent.type(), 1, Integer::sum);
        }
        output.name(Keys.AGENTS);
        output.beginObject();
        objects.number(Keys.TOTAL, state.agents().size());
        counts(Keys.BY_STATUS, ObjectWriter.AGENT_STATUSES, byStatus);
        counts(Keys.BY_TYPE, ObjectWriter.AGENT_TYPES, byType);
        output.endObject();
    }

    private void tasks(State state) {
        Map<TaskStatus, Integer> byStatus = new EnumMap<>(TaskStatus.class);
        for (Task task : state.tasks()) {
            byStatus.merge(task.status(), 1, Integer::sum);
        }
        output.name(Keys.TASKS);
        output.beginObject();
        objects.number(Keys.TOTAL, state.tasks().size());
        objects.number(Keys.QUEUED, byStatus.getOrDefault(TaskStatus.PENDING, 0));
        counts(Keys.BY_STATUS, ObjectWriter.TASK_STATUSES, byStatus);
        output.endObject();
    }

    private <E extends Enum<E>> void counts(JsonName name, EnumNames<E> names, Map<E, Integer> counts) {
        output.name(name);
        output.beginObject();
        for (E constant : names.constants()) {
            output.name(names.encoded(constant).text());
            output.value(counts.getOrDefault(constant, 0));
        }
        output.endObject();
    }

    private void statistics(Snapshot.Totals totals, ServerFigures figures, long nowMillis) {
        output.name(Keys.STATISTICS);
        output.beginObject();
        objects.number(Keys.AGENTS_CREATED, totals.agentsCreated());
        objects.number(Keys.TASKS_COMPLETED, totals.tasksCompleted());
        objects.number(Keys.TASKS_FAILED, totals.tasksFailed());
        objects.number(Keys.MESSAGES_PROCESSED, figures.messagesProcessed());
        objects.instant(Keys.UPTIME_START, figures.startedAtMillis());
        objects.seconds(Keys.UPTIME, nowMillis - figures.startedAtMillis());
        output.endObject();
    }

    private void ring(RingFill ring) {
        output.name(Keys.RING);
        output.beginObject();
        objects.number(Keys.SLOTS, ring.slots());
        objects.number(Keys.USED, ring.used());
        objects.number(Keys.MOST_USED, ring.mostUsed());
        output.endObject();
    }

    private void journal(JournalFigures journal) {
        output.name(Keys.JOURNAL);
        output.beginObject();
        objects.number(Keys.FIRST_SEQUENCE, journal.firstSequence());
        objects.number(Keys.LAST_SEQUENCE, journal.lastSequence());
        objects.number(Keys.RETAINED_BYTES, journal.retainedBytes());
        objects.number(Keys.APPENDED_BYTES, journal.appendedBytes());
        objects.number(Keys.FREE_BYTES, journal.freeBytes());
        output.endObject();
    }

    private void connections(ServerFigures figures, long nowMillis) {
        output.name(Keys.CONNECTIONS);
        output.beginObject();
        objects.number(Keys.TOTAL_CONNECTIONS, figures.totalConnections());
        objects.number(Keys.ACTIVE_CONNECTIONS, figures.activeConnections());
        objects.number(Keys.MESSAGES_SENT, figures.messagesSent());
        objects.number(Keys.MESSAGES_RECEIVED, figures.messagesReceived());
        objects.number(Keys.ERRORS, figures.errors());
        output.name(Keys.CLIENTS_BY_TYPE);
        output.beginObject();
        figures.clientsByType().forEach((type, count) -> {
            output.name(type);
            output.value(count.longValue());
        });
        output.endObject();
        output.name(Keys.AVERAGE_LATENCY);
        output.value(figures.averageLatencyMillis());
        objects.seconds(Keys.UPTIME, nowMillis - figures.startedAtMillis());
        output.endObject();
    }
}
