package io.agentbridge.engine.model;

/**
 * How an agent is to be run.
 *
 * @param permissionMode the backend's permission mode, or empty for the default
 * @param workspace the folder it works in, or empty for one of its own under the data folder
 * @param appendSystemPrompt text added to the system prompt
 * @param maxTurns most turns a prompt may take, 0 for no limit
 * @param maxCostMicros most money it may spend, in millionths of a US dollar, 0 for no limit
 * @param timeoutMillis longest time a command may take, 0 for the server's default
 * @param metadata JSON object
 */
public record AgentOptions(
        String permissionMode,
        String workspace,
        Body appendSystemPrompt,
        int maxTurns,
        long maxCostMicros,
        long timeoutMillis,
        Body metadata) {
    /** Nothing asked for. */
    public static final AgentOptions DEFAULT = new AgentOptions("", "", Body.none(), 0, 0, 0, Body.none());
}
