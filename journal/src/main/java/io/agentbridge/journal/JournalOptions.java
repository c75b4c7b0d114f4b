package io.agentbridge.journal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;

/**
 * How a journal is opened.
 *
 * @param directory where it stands; made if missing, readable by its owner only
 * @param durability what {@link Journal#force} promises
 * @param blockBytes by how much a segment file grows at a time; a record may have a quarter of it
 * @param segmentBytes when a segment is longer than this, the next record goes into another
 * @param reserveBytes free space on the disk that appending leaves alone
 * @param blocksAheadAfterMillis how long after its first record the journal begins to hold blocks of the disk ahead; a program that starts
 *     has better things to do with its processors
 * @param clock decides on which day a segment belongs: a segment is not continued on another UTC day
 */
public record JournalOptions(
        Path directory,
        Durability durability,
        int blockBytes,
        long segmentBytes,
        long reserveBytes,
        long blocksAheadAfterMillis,
        InstantSource clock) {
    private static final int MIB = 1 << 20;
    private static final int MIN_BLOCK_BYTES = MIB / 4;
    /** The default; readers take no longer record than fits into such blocks. */
    static final int MAX_BLOCK_BYTES = 16 * MIB;

    public JournalOptions {
        if (blockBytes < MIN_BLOCK_BYTES || blockBytes > MAX_BLOCK_BYTES || Integer.bitCount(blockBytes) != 1) {
            throw new IllegalArgumentException("blockBytes must be a power of two from " + MIN_BLOCK_BYTES + " to "
                    + MAX_BLOCK_BYTES + ", not " + blockBytes);
        }
        if (segmentBytes < 1 || reserveBytes < 0 || blocksAheadAfterMillis < 0) {
            throw new IllegalArgumentException(
                    "segmentBytes must be positive, reserveBytes and blocksAheadAfterMillis not negative: "
                            + segmentBytes + ", " + reserveBytes + ", " + blocksAheadAfterMillis);
        }
    }

    /** Forced to the disk; blocks of 16 MiB, segments of 256 MiB, a reserve of two blocks and 64 MiB. */
    public static JournalOptions in(Path directory) {
        int blockBytes = MAX_BLOCK_BYTES;
        return new JournalOptions(
                directory,
                Durability.DISK,
                blockBytes,
                256L * MIB,
                2L * blockBytes + 64L * MIB,
                1_000,
                Clock.systemUTC());
    }

    public JournalOptions withDurability(Durability level) {
        return new JournalOptions(
                directory, level, blockBytes, segmentBytes, reserveBytes, blocksAheadAfterMillis, clock);
    }

    public JournalOptions withBlockBytes(int bytes) {
        return new JournalOptions(
                directory, durability, bytes, segmentBytes, reserveBytes, blocksAheadAfterMillis, clock);
    }

    public JournalOptions withSegmentBytes(long bytes) {
        return new JournalOptions(
                directory, durability, blockBytes, bytes, reserveBytes, blocksAheadAfterMillis, clock);
    }

    public JournalOptions withReserveBytes(long bytes) {
        return new JournalOptions(
                directory, durability, blockBytes, segmentBytes, bytes, blocksAheadAfterMillis, clock);
    }

    public JournalOptions withBlocksAheadAfterMillis(long millis) {
        return new JournalOptions(directory, durability, blockBytes, segmentBytes, reserveBytes, millis, clock);
    }

    JournalOptions withClock(InstantSource source) {
        return new JournalOptions(
                directory, durability, blockBytes, segmentBytes, reserveBytes, blocksAheadAfterMillis, source);
    }

    /** Bytes that input and events of one record may have together. */
    public int maxBodyBytes() {
        return blockBytes / 4 - 256;
    }
}
