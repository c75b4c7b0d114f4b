package io.agentbridge.bench.load;

/** What the connections of a run say. */
@FunctionalInterface
public interface Workload {
    /** The conversation of one connection, counted from 0. */
    Conversation conversation(int connection);
}
