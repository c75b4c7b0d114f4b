package io.agentbridge.gateway.wire;

/** Ids of the frames of events, made of nothing but what the event is: 128 bits of history, part and sequence. */
final class FrameIds {
    /** Stands in the place of the part in the frame for the one who asked. */
    static final int ANSWER = 0x800;

    /** Stands in the place of the part in frames that have no sequence. */
    static final int EPHEMERAL = 0x400;

    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private FrameIds() {}

    /** 64 bits that stand for a text: FNV-1a. */
    static long bits(String text) {
        long hash = OFFSET_BASIS;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return hash;
    }

    /** The first half of an id; the second is the sequence. */
    static long high(long epochBits, int part) {
        return (epochBits & ~0xffffL) | part;
    }
}
