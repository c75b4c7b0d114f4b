package io.agentbridge.engine.model;

/**
 * Tokens and money.
 *
 * @param costMicros millionths of a US dollar
 */
public record Usage(long inputTokens, long outputTokens, long cacheReadTokens, long cacheWriteTokens, long costMicros) {
    /** Nothing used. */
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0);

    /** The sum of both. */
    public Usage plus(Usage other) {
        return new Usage(
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens,
                cacheReadTokens + other.cacheReadTokens,
                cacheWriteTokens + other.cacheWriteTokens,
                costMicros + other.costMicros);
    }
}
