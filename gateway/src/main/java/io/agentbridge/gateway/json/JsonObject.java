package io.agentbridge.gateway.json;

import java.util.Arrays;

/** The members of a valid object, as slices of its text. Reused from object to object; for one thread. */
public final class JsonObject {
    /** What {@link #find} returns for a name that is not there. */
    public static final int NONE = -1;

    private static final int NAME_START = 0;
    private static final int NAME_END = 1;
    private static final int VALUE_START = 2;
    private static final int VALUE_END = 3;
    private static final int FIELDS = 4;
    private static final byte[] NO_DATA = {};

    private final int maxMembers;
    private byte[] data = NO_DATA;
    private int[] bounds = new int[16 * FIELDS];
    private int size;

    /** @param maxMembers most members of an object */
    public JsonObject(int maxMembers) {
        this.maxMembers = maxMembers;
    }

    /**
     * Points this at the members of the object that lies from {@code start} to {@code end} in a validated text. O(length).
     *
     * @throws JsonException if it has too many
     */
    public void read(byte[] bytes, int start, int end) throws JsonException {
        data = bytes;
        size = 0;
        int p = JsonSlices.skipSpace(bytes, start + 1);
        while (bytes[p] != '}') {
            if (size == maxMembers) {
                throw new JsonException("an object with more than " + maxMembers + " members", start);
            }
            int field = FIELDS * size++;
            if (field == bounds.length) {
                bounds = Arrays.copyOf(bounds, 2 * bounds.length);
            }
            bounds[field + NAME_START] = p + 1;
            p = JsonSlices.afterString(bytes, p);
            bounds[field + NAME_END] = p - 1;
            p = JsonSlices.skipSpace(bytes, JsonSlices.skipSpace(bytes, p) + 1);
            bounds[field + VALUE_START] = p;
            p = JsonSlices.afterValue(bytes, p, end);
            bounds[field + VALUE_END] = p;
            p = JsonSlices.skipSpace(bytes, p);
            if (bytes[p] == ',') {
                p = JsonSlices.skipSpace(bytes, p + 1);
            }
        }
    }

    /** Forgets the text, so that it can be freed. */
    public void clear() {
        data = NO_DATA;
        size = 0;
    }

    /** How many members there are. */
    public int size() {
        return size;
    }

    /** The index of the member with this name, or {@link #NONE}. O(members). */
    public int find(String name) {
        for (int member = 0; member < size; member++) {
            if (isNamed(member, name)) {
                return member;
            }
        }
        return NONE;
    }

    private boolean isNamed(int member, String name) {
        int start = bounds[FIELDS * member + NAME_START];
        int length = bounds[FIELDS * member + NAME_END] - start;
        if (length < name.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            byte b = data[start + i];
            if (b == '\\' || b < 0) {
                return name(member).equals(name);
            }
            if (i == name.length() || b != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The name of a member. */
    public String name(int member) {
        return JsonSlices.unescape(data, bounds[FIELDS * member + NAME_START], bounds[FIELDS * member + NAME_END]);
    }

    /** The kind of a member's value. */
    public JsonKind kind(int member) {
        return JsonSlices.kind(data, start(member));
    }

    /** Where a member's value begins. */
    public int start(int member) {
        return bounds[FIELDS * member + VALUE_START];
    }

    /** Where a member's value ends. */
    public int end(int member) {
        return bounds[FIELDS * member + VALUE_END];
    }
}
