package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.AgentMetrics;
import java.io.IOException;

/** What an agent has done, as a member {@code "metrics"}. */
final class AgentMetricsCodec {
    private AgentMetricsCodec() {}

    /** Writes it as a member, unless it is {@link AgentMetrics#NONE}. */
    static void encode(ObjectWriter out, String member, AgentMetrics agentMetrics) {
        if (agentMetrics.equals(AgentMetrics.NONE)) {
            return;
        }
        out.begin(member);
        out.optionalNumber("tasks_completed", agentMetrics.tasksCompleted());
        out.optionalNumber("tasks_failed", agentMetrics.tasksFailed());
        out.optionalNumber("commands_ended", agentMetrics.commandsEnded());
        out.optionalNumber("commands_failed", agentMetrics.commandsFailed());
        out.optionalNumber("execution_millis", agentMetrics.executionMillis());
        out.end();
    }

    static AgentMetrics decode(ObjectReader in) throws IOException {
        long tasksCompleted = 0;
        long tasksFailed = 0;
        long commandsEnded = 0;
        long commandsFailed = 0;
        long executionMillis = 0;
        in.begin();
        while (in.next()) {
            switch (in.name()) {
                case "tasks_completed" -> tasksCompleted = in.number();
                case "tasks_failed" -> tasksFailed = in.number();
                case "commands_ended" -> commandsEnded = in.number();
                case "commands_failed" -> commandsFailed = in.number();
                case "execution_millis" -> executionMillis = in.number();
                default -> in.skip();
            }
        }
        return new AgentMetrics(tasksCompleted, tasksFailed, commandsEnded, commandsFailed, executionMillis);
    }
}
