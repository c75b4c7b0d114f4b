package io.agentbridge.gateway.wire;

/** When clients last said that an agent was alive. */
@FunctionalInterface
public interface LastHeartbeats {
    /** Nobody said anything. */
    LastHeartbeats NONE = agentId -> 0;

    /** The time of the last heartbeat of an agent, 0 for none. */
    long millis(String agentId);
}
