package io.agentbridge.gateway.codec;

import com.dslplatform.json.JsonReader;
import java.io.IOException;
import java.util.Arrays;

/** Reads the names of members, and makes one String of each name however often it comes. */
final class MemberNames {
    /** A power of two, several times the number of names in the format. */
    private static final int SLOTS = 1024;

    private final String[] names = new String[SLOTS];

    MemberNames() {
        Arrays.fill(names, "");
    }

    /** Reads a name and the colon behind it, and goes to the first byte of the value. */
    String next(JsonReader<?> json) throws IOException {
        int slot = json.fillName() & SLOTS - 1;
        String name = names[slot];
        if (!json.wasLastName(name)) {
            name = json.getLastName();
            names[slot] = name;
        }
        json.getNextToken();
        return name;
    }
}
