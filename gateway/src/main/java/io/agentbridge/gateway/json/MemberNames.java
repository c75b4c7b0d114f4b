package io.agentbridge.gateway.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/** The member names of a message that were seen so far, in an open hash table: finds a name that an object has twice. */
final class MemberNames {
    private static final int INITIAL = 64;
    /** Tables beyond this are not kept for the next message. */
    private static final int LARGEST_KEPT = 4_096;

    /** Unknown to clients, so that nobody can choose names that collide. */
    private final long multiplier = ThreadLocalRandom.current().nextLong() | 1;

    private int count;
    private int[] slots = new int[2 * INITIAL];
    private int[] objects = new int[INITIAL];
    private int[] starts = new int[INITIAL];
    private int[] ends = new int[INITIAL];
    private long[] hashes = new long[INITIAL];
    private boolean[] escapes = new boolean[INITIAL];

    void clear() {
        if (objects.length > LARGEST_KEPT) {
            allocate(INITIAL);
        } else if (count > 0) {
            Arrays.fill(slots, 0);
        }
        count = 0;
    }

    /** Adds the name at these bytes to an object; false if the object has it. Expected O(length). */
    boolean add(int object, byte[] data, int start, int end, boolean escaped) {
        long hash = escaped ? hashOfEscaped(object, data, start, end) : hash(object, data, start, end);
        int mask = slots.length - 1;
        int slot = (int) (hash >>> 32) & mask;
        while (slots[slot] != 0) {
            int other = slots[slot] - 1;
            if (hashes[other] == hash && objects[other] == object && equal(other, data, start, end, escaped)) {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        if (count == objects.length) {
            grow();
            slot = free(hash);
        }
        slots[slot] = count + 1;
        objects[count] = object;
        starts[count] = start;
        ends[count] = end;
        hashes[count] = hash;
        escapes[count] = escaped;
        count++;
        return true;
    }

    private long hash(int object, byte[] data, int start, int end) {
        long hash = (object + 1) * multiplier;
        for (int i = start; i < end; i++) {
            hash = (hash ^ data[i]) * multiplier;
            hash ^= hash >>> 29;
        }
        return hash;
    }

    private long hashOfEscaped(int object, byte[] data, int start, int end) {
        byte[] name = JsonSlices.unescape(data, start, end).getBytes(StandardCharsets.UTF_8);
        return hash(object, name, 0, name.length);
    }

    private boolean equal(int other, byte[] data, int start, int end, boolean escaped) {
        if (!escaped && !escapes[other]) {
            return Arrays.equals(data, start, end, data, starts[other], ends[other]);
        }
        return JsonSlices.unescape(data, start, end).equals(JsonSlices.unescape(data, starts[other], ends[other]));
    }

    private int free(long hash) {
        int mask = slots.length - 1;
        int slot = (int) (hash >>> 32) & mask;
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        int capacity = 2 * objects.length;
        slots = new int[2 * capacity];
        objects = Arrays.copyOf(objects, capacity);
        starts = Arrays.copyOf(starts, capacity);
        ends = Arrays.copyOf(ends, capacity);
        hashes = Arrays.copyOf(hashes, capacity);
        escapes = Arrays.copyOf(escapes, capacity);
        for (int i = 0; i < count; i++) {
            slots[free(hashes[i])] = i + 1;
        }
    }

    private void allocate(int capacity) {
        slots = new int[2 * capacity];
        objects = new int[capacity];
        starts = new int[capacity];
        ends = new int[capacity];
        hashes = new long[capacity];
        escapes = new boolean[capacity];
    }
}
