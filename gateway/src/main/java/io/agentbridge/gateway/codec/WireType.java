package io.agentbridge.gateway.codec;

/**
 * What stands behind a member's number, so that one can be passed over whose number is not known: the lowest three bits of its tag.
 * Constants and no enum, for they are read and written once for each member.
 */
final class WireType {
    /** A whole number: zig-zag, then seven bits a byte, the lowest first. */
    static final int NUMBER = 0;

    /** Eight bytes, little endian. */
    static final int FIXED = 1;

    /** A header (a plain number), then by the header: UTF-8, a text again, or UTF-16. */
    static final int TEXT = 2;

    /** Members, then a byte 0. */
    static final int OBJECT = 3;

    /** A plain number, size × 8 + the type of the elements; then these, without tags. */
    static final int LIST = 4;

    /** The sixteen bytes of a UUID, in two halves, each little endian. */
    static final int UUID = 5;

    static final int BITS = 3;
    static final int MASK = (1 << BITS) - 1;

    private WireType() {}
}
