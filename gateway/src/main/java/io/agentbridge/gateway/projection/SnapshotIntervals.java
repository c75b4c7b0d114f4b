package io.agentbridge.gateway.projection;

/**
 * How far snapshots are apart.
 *
 * @param recoveryEvents a recovery snapshot each so many events: what a start applies at most after a crash
 * @param indexEvents an index snapshot each so many events: what is applied at most to find the state at any sequence
 * @param indexBytes an index snapshot also when the journal has grown by so many bytes
 */
public record SnapshotIntervals(long recoveryEvents, long indexEvents, long indexBytes) {
    /** Index snapshots each 20,000 events or 64 MiB. */
    public static SnapshotIntervals withRecoveryEach(long recoveryEvents) {
        return new SnapshotIntervals(recoveryEvents, Math.min(recoveryEvents, 20_000), 64 << 20);
    }
}
