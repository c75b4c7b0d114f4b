package io.agentbridge.gateway.codec;

import com.dslplatform.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the names of members, and makes one String of each name however often it comes. */
final class MemberNames {
    /** A power of two, several times the number of names in the format. */
    private static final int SLOTS = 1024;

    private static final Name NONE = new Name("");

    private final Name[] names = new Name[SLOTS];

    MemberNames() {
        Arrays.fill(names, NONE);
    }

    /** A name, and its bytes with the quote that ends it, which are compared at once and not one by one. */
    private static final class Name {
        private final String text;
        private final byte[] quoted;

        private Name(String text) {
            this.text = text;
            this.quoted = (text + '"').getBytes(StandardCharsets.UTF_8);
        }

        private boolean standsAt(byte[] bytes, int start) {
            int end = start + quoted.length;
            return end <= bytes.length && Arrays.equals(bytes, start, end, quoted, 0, quoted.length);
        }
    }

    /** Reads a name of {@code bytes}, which is what {@code json} reads, and the colon behind it, and goes to the value's first byte. */
    String next(JsonReader<?> json, byte[] bytes) throws IOException {
        int slot = json.fillName() & SLOTS - 1;
        Name name = names[slot];
        if (!name.standsAt(bytes, json.getTokenStart())) {
            name = new Name(json.getLastName());
            names[slot] = name;
        }
        json.getNextToken();
        return name.text;
    }
}
