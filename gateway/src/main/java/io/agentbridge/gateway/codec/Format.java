package io.agentbridge.gateway.codec;

/** The version of the format, the first byte of every body. */
final class Format {
    /** The version that is written, and the only one that is read. */
    static final byte VERSION = 2;

    /** The first byte of a body of version 1, which was JSON. */
    private static final byte JSON = '{';

    private Format() {}

    /**
     * Goes over the first byte.
     *
     * @throws CodecException if it is not the version that is read
     */
    static void check(byte first) {
        if (first != VERSION) {
            throw new CodecException("The body has format version "
                    + (first == JSON ? "1 (JSON)" : String.valueOf(first & 0xFF)) + ", this program reads version "
                    + VERSION + "; read it with the program that wrote it");
        }
    }
}
