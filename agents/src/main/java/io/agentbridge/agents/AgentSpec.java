package io.agentbridge.agents;

import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProcessIdentity;
import java.nio.file.Path;

/**
 * What is to be started or taken over.
 *
 * @param agentId also the name of its folder
 * @param model the backend's name of the model, or empty for its default
 * @param permissionMode the backend's, or empty for its default
 * @param folder the agent's own folder: pipes, output, temporary files
 * @param workspace the folder it works in; exists
 * @param appendSystemPrompt text for the system prompt, or empty
 * @param maxTurns 0 for no limit
 * @param maxCostMicros millionths of a US dollar, 0 for no limit
 * @param sessionId the session to go on with, or empty to begin one
 * @param spentMicros what that session has cost as far as it is accounted for, millionths of a US dollar
 * @param position which incarnation this is, and from where its output is to be read
 * @param process the process to take over; {@link ProcessIdentity#NONE} at a start
 * @param inFlight the prompt that may be with the process to take over, or empty
 */
public record AgentSpec(
        String agentId,
        String model,
        String permissionMode,
        Path folder,
        Path workspace,
        String appendSystemPrompt,
        int maxTurns,
        long maxCostMicros,
        String sessionId,
        long spentMicros,
        OutputPosition position,
        ProcessIdentity process,
        String inFlight) {}
