package io.agentbridge.engine.model;

import java.util.List;

/**
 * A piece of work that some agent is to do.
 *
 * @param id the client's, or derived from the sequence
 * @param metadata JSON object, part of the prompt
 * @param extra JSON object of further keys that the client sent, shown back and otherwise ignored
 * @param requestedAgent the agent that the client asked for, or empty for any
 * @param assignedAgent the agent that has it, or empty
 * @param priority higher first among the tasks that wait for an agent
 * @param dependsOn ids of tasks that must be completed before
 * @param requiredCapabilities what the agent must be able to do
 * @param timeoutMillis longest time of one attempt, 0 for the agent's
 * @param attempts attempts begun
 * @param notBeforeMillis when the next attempt may begin, 0 for at once
 * @param commandId the command of the running attempt, or empty
 * @param blockedReason why it waits, for people, or empty
 * @param progress from 0 to 1
 * @param cause who assigned it
 */
public record Task(
        String id,
        String title,
        Body description,
        Body metadata,
        Body extra,
        String requestedAgent,
        String assignedAgent,
        TaskStatus status,
        int priority,
        List<String> dependsOn,
        List<String> requiredCapabilities,
        long timeoutMillis,
        Retry retry,
        int attempts,
        long notBeforeMillis,
        String commandId,
        String blockedReason,
        long createdAtMillis,
        long startedAtMillis,
        long completedAtMillis,
        double progress,
        Body result,
        Body error,
        Cause cause) {
    public Task {
        dependsOn = List.copyOf(dependsOn);
        requiredCapabilities = List.copyOf(requiredCapabilities);
    }
}
