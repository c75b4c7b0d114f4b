package io.agentbridge.client.stream;

import java.util.LinkedHashSet;
import java.util.Set;

/** The newest ids that were seen, 4096 of them and no more. For one thread. */
public final class Recent {
    private static final int CAPACITY = 4096;

    private final Set<String> ids = new LinkedHashSet<>();

    /** Whether it is seen for the first time; O(1). */
    public boolean add(String id) {
        if (!ids.add(id)) {
            return false;
        }
        if (ids.size() > CAPACITY) {
            ids.remove(ids.iterator().next());
        }
        return true;
    }
}
