package io.agentbridge.gateway.json;

/** Walks over the items of a valid array, as slices of its text. */
public final class JsonArray {
    private final byte[] data;
    private final int limit;
    private int next;
    private int start;
    private int end;

    /** Before the first item of the array that lies from {@code start} to {@code end} in a validated text. */
    public JsonArray(byte[] data, int start, int end) {
        this.data = data;
        this.limit = end;
        this.next = JsonSlices.skipSpace(data, start + 1);
    }

    /** Goes to the next item; false if there is none. */
    public boolean next() {
        if (data[next] == ']') {
            return false;
        }
        start = next;
        end = JsonSlices.afterValue(data, start, limit);
        next = JsonSlices.skipSpace(data, end);
        if (data[next] == ',') {
            next = JsonSlices.skipSpace(data, next + 1);
        }
        return true;
    }

    /** The kind of the item. */
    public JsonKind kind() {
        return JsonSlices.kind(data, start);
    }

    /** Where the item begins. */
    public int start() {
        return start;
    }

    /** Where the item ends. */
    public int end() {
        return end;
    }
}
