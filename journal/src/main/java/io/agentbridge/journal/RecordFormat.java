package io.agentbridge.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * How one record stands in memory and on disk: a fixed header of {@value #HEADER_BYTES} bytes, little endian, then the input,
 * then the events.
 *
 * <pre>
 *  0 magic 'ABJ1'      4 CRC32C over bytes 8 to the end   8 format version (16 bit)   10 flags (16 bit)
 * 12 event count      16 number      24 first sequence    32 timestamp, ms since 1970
 * 40 state hash       48 forced through                   56 input length             60 events length
 * 64 chain: hash over the chain of the record before, bytes 8 to 63, input and events
 * </pre>
 *
 * <p>The CRC finds damage in one record; the chain finds a record that is whole but does not belong where it stands. Neither
 * defends against somebody who rewrites the journal on purpose.
 */
final class RecordFormat {
    static final int HEADER_BYTES = 72;
    /** No record is longer: a quarter of the largest block. */
    static final int MAX_BYTES = JournalOptions.MAX_BLOCK_BYTES / 4;

    static final int MAGIC = 'A' | 'B' << 8 | 'J' << 16 | '1' << 24;

    private static final int VERSION = 1;
    private static final int MARK = 1;

    private static final int CRC = 4;
    private static final int VERSION_OFFSET = 8;
    private static final int FLAGS = 10;
    private static final int EVENT_COUNT = 12;
    private static final int NUMBER = 16;
    private static final int FIRST_SEQUENCE = 24;
    private static final int TIMESTAMP = 32;
    private static final int STATE_HASH = 40;
    private static final int FORCED_THROUGH = 48;
    private static final int INPUT_LENGTH = 56;
    private static final int EVENTS_LENGTH = 60;
    private static final int CHAIN = 64;

    private static final long CHAIN_MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private RecordFormat() {}

    /** Bytes of a record with a body of these lengths; more than an int for lengths that no record can have. */
    static long length(int inputLength, int eventsLength) {
        return (long) HEADER_BYTES + inputLength + eventsLength;
    }

    /**
     * Writes a record from the start of {@code target}, which must be long enough.
     *
     * @return the chain including this record
     */
    static long encode(
            byte[] target,
            long number,
            long firstSequence,
            int eventCount,
            long timestampMillis,
            long stateHash,
            long forcedThrough,
            long previousChain,
            byte[] input,
            int inputLength,
            byte[] events,
            int eventsLength,
            CRC32C crc) {
        int length = HEADER_BYTES + inputLength + eventsLength;
        INTS.set(target, 0, MAGIC);
        SHORTS.set(target, VERSION_OFFSET, (short) VERSION);
        SHORTS.set(target, FLAGS, (short) (inputLength + eventsLength == 0 ? MARK : 0));
        INTS.set(target, EVENT_COUNT, eventCount);
        LONGS.set(target, NUMBER, number);
        LONGS.set(target, FIRST_SEQUENCE, firstSequence);
        LONGS.set(target, TIMESTAMP, timestampMillis);
        LONGS.set(target, STATE_HASH, stateHash);
        LONGS.set(target, FORCED_THROUGH, forcedThrough);
        INTS.set(target, INPUT_LENGTH, inputLength);
        INTS.set(target, EVENTS_LENGTH, eventsLength);
        System.arraycopy(input, 0, target, HEADER_BYTES, inputLength);
        System.arraycopy(events, 0, target, HEADER_BYTES + inputLength, eventsLength);
        long chain = chain(previousChain, target, 0, length);
        LONGS.set(target, CHAIN, chain);
        INTS.set(target, CRC, crc(target, 0, length, crc));
        return chain;
    }

    /** What is wrong with the record of {@code length} bytes at {@code offset}, taken for itself; empty if nothing. */
    static Optional<String> damage(byte[] bytes, int offset, int length, CRC32C crc) {
        if (length < HEADER_BYTES || (int) INTS.get(bytes, offset) != MAGIC) {
            return Optional.of("no record stands here");
        }
        if (declaredLength(bytes, offset) != length) {
            return Optional.of("the record's lengths do not add up");
        }
        if ((int) INTS.get(bytes, offset + CRC) != crc(bytes, offset, length, crc)) {
            return Optional.of("the record's checksum does not fit its bytes");
        }
        int version = (short) SHORTS.get(bytes, offset + VERSION_OFFSET);
        if (version != VERSION) {
            return Optional.of("the record has format version " + version + ", this program knows " + VERSION);
        }
        boolean mark = ((short) SHORTS.get(bytes, offset + FLAGS) & MARK) != 0;
        if (mark != (length == HEADER_BYTES) || eventCount(bytes, offset) < 0) {
            return Optional.of("the record's header contradicts itself");
        }
        return Optional.empty();
    }

    /** The length that a header claims for its record; negative or absurd if it is none. Needs a whole header. */
    static long declaredLength(byte[] bytes, int offset) {
        int inputLength = (int) INTS.get(bytes, offset + INPUT_LENGTH);
        int eventsLength = (int) INTS.get(bytes, offset + EVENTS_LENGTH);
        return inputLength < 0 || eventsLength < 0 ? -1 : length(inputLength, eventsLength);
    }

    /** Whether a record can have that length. */
    static boolean isPossible(long length) {
        return length >= HEADER_BYTES && length <= MAX_BYTES;
    }

    static JournalRecord decode(byte[] bytes, int offset) {
        int inputFrom = offset + HEADER_BYTES;
        int eventsFrom = inputFrom + (int) INTS.get(bytes, offset + INPUT_LENGTH);
        int eventsTo = eventsFrom + (int) INTS.get(bytes, offset + EVENTS_LENGTH);
        return new JournalRecord(
                number(bytes, offset),
                firstSequence(bytes, offset),
                eventCount(bytes, offset),
                timestampMillis(bytes, offset),
                stateHash(bytes, offset),
                forcedThrough(bytes, offset),
                chain(bytes, offset),
                Arrays.copyOfRange(bytes, inputFrom, eventsFrom),
                Arrays.copyOfRange(bytes, eventsFrom, eventsTo));
    }

    static long number(byte[] bytes, int offset) {
        return (long) LONGS.get(bytes, offset + NUMBER);
    }

    static long firstSequence(byte[] bytes, int offset) {
        return (long) LONGS.get(bytes, offset + FIRST_SEQUENCE);
    }

    static int eventCount(byte[] bytes, int offset) {
        return (int) INTS.get(bytes, offset + EVENT_COUNT);
    }

    static long timestampMillis(byte[] bytes, int offset) {
        return (long) LONGS.get(bytes, offset + TIMESTAMP);
    }

    static long stateHash(byte[] bytes, int offset) {
        return (long) LONGS.get(bytes, offset + STATE_HASH);
    }

    static long forcedThrough(byte[] bytes, int offset) {
        return (long) LONGS.get(bytes, offset + FORCED_THROUGH);
    }

    static long chain(byte[] bytes, int offset) {
        return (long) LONGS.get(bytes, offset + CHAIN);
    }

    /** The chain that a record of these bytes has after {@code previous}. Every step is a bijection of the hash so far. */
    static long chain(long previous, byte[] bytes, int offset, int length) {
        long hash = mix(previous, length);
        for (int i = VERSION_OFFSET; i < CHAIN; i += Long.BYTES) {
            hash = mix(hash, (long) LONGS.get(bytes, offset + i));
        }
        int i = HEADER_BYTES;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            hash = mix(hash, (long) LONGS.get(bytes, offset + i));
        }
        for (; i < length; i++) {
            hash = mix(hash, bytes[offset + i]);
        }
        hash ^= hash >>> 32;
        hash *= CHAIN_MULTIPLIER;
        return hash ^ (hash >>> 29);
    }

    private static long mix(long hash, long word) {
        return Long.rotateLeft((hash ^ word) * CHAIN_MULTIPLIER, 31);
    }

    private static int crc(byte[] bytes, int offset, int length, CRC32C crc) {
        crc.reset();
        crc.update(bytes, offset + VERSION_OFFSET, length - VERSION_OFFSET);
        return (int) crc.getValue();
    }
}
