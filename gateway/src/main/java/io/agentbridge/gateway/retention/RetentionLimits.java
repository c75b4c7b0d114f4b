package io.agentbridge.gateway.retention;

/**
 * How much of the past is kept. The newest segment of the journal is kept whatever they say.
 *
 * @param maxAgeMillis a segment whose newest event is older is deleted; 0 for no limit
 * @param maxBytes the oldest segments are deleted while all together are longer; 0 for no limit
 */
public record RetentionLimits(long maxAgeMillis, long maxBytes) {
    /** Everything is kept. */
    public static final RetentionLimits NONE = new RetentionLimits(0, 0);

    boolean isNone() {
        return maxAgeMillis == 0 && maxBytes == 0;
    }
}
