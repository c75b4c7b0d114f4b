package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.AgentMetrics;

/** What an agent has done, as a member {@code "metrics"}. */
final class AgentMetricsCodec {
    private AgentMetricsCodec() {}

    /** Writes it as a member, unless it is {@link AgentMetrics#NONE}. */
    static void encode(ObjectWriter out, Field field, AgentMetrics agentMetrics) {
        if (agentMetrics.equals(AgentMetrics.NONE)) {
            return;
        }
        out.begin(field);
        out.optionalNumber(Field.TASKS_COMPLETED, agentMetrics.tasksCompleted());
        out.optionalNumber(Field.TASKS_FAILED, agentMetrics.tasksFailed());
        out.optionalNumber(Field.COMMANDS_ENDED, agentMetrics.commandsEnded());
        out.optionalNumber(Field.COMMANDS_FAILED, agentMetrics.commandsFailed());
        out.optionalNumber(Field.EXECUTION_MILLIS, agentMetrics.executionMillis());
        out.end();
    }

    static AgentMetrics decode(ObjectReader in) {
        long tasksCompleted = 0;
        long tasksFailed = 0;
        long commandsEnded = 0;
        long commandsFailed = 0;
        long executionMillis = 0;
        in.begin();
        while (in.next()) {
            switch (in.field()) {
                case TASKS_COMPLETED -> tasksCompleted = in.number();
                case TASKS_FAILED -> tasksFailed = in.number();
                case COMMANDS_ENDED -> commandsEnded = in.number();
                case COMMANDS_FAILED -> commandsFailed = in.number();
                case EXECUTION_MILLIS -> executionMillis = in.number();
                default -> in.skip();
            }
        }
        return new AgentMetrics(tasksCompleted, tasksFailed, commandsEnded, commandsFailed, executionMillis);
    }
}
