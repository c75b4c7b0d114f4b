package io.agentbridge.engine.model;

import java.util.List;

/**
 * An agent: one long-lived coding assistant with a queue of its own.
 *
 * @param id {@code <type>-<unix seconds>-<8 hex digits>}
 * @param name shown to people, never empty
 * @param backend the name of the configured backend that runs it
 * @param model the backend's name of the model
 * @param capabilities what it can be asked for, in the client's order
 * @param lastActivityMillis when it last changed
 * @param currentCommand id of the command in flight, or empty
 * @param currentTask id of the task in flight, or empty
 * @param queueLength commands waiting behind the one in flight
 * @param incarnation how many times its process was asked for, from 1
 * @param restarts unexpected exits in a row
 * @param sessionId the backend's session, kept over restarts, or empty
 * @param backendVersion what the backend said it is, or empty
 * @param stopMode how to end it while {@link AgentStatus#STOPPING}
 * @param error why it is in {@link AgentStatus#ERROR}, else empty
 * @param cause who created it
 */
public record Agent(
        String id,
        AgentType type,
        String name,
        String backend,
        String model,
        List<String> capabilities,
        AgentOptions options,
        AgentStatus status,
        long createdAtMillis,
        long lastActivityMillis,
        String currentCommand,
        String currentTask,
        int queueLength,
        int incarnation,
        int restarts,
        String sessionId,
        String backendVersion,
        ProcessIdentity process,
        StopMode stopMode,
        AgentMetrics metrics,
        Usage usage,
        String error,
        Cause cause) {
    public Agent {
        capabilities = List.copyOf(capabilities);
    }
}
