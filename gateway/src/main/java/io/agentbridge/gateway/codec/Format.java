package io.agentbridge.gateway.codec;

import java.io.IOException;

/** The version of the format, the first member of everything that is written. */
final class Format {
    /** The version that is written, and the newest that is read. */
    static final int VERSION = 1;

    private Format() {}

    static void encode(ObjectWriter out) {
        out.number("format", VERSION);
    }

    /** Goes over the first member of the object just entered, which must name a version that is known. */
    static void check(ObjectReader in) throws IOException {
        if (!in.next() || !in.name().equals("format")) {
            throw new CodecException("The first member must be \"format\"");
        }
        int version = in.integer();
        if (version != VERSION) {
            throw new CodecException(
                    "Member \"format\": version " + version + " is not known, this program reads version " + VERSION
                            + "; read it with the program that wrote it");
        }
    }
}
