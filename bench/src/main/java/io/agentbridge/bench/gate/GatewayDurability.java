package io.agentbridge.bench.gate;

/** The gateway's durability levels that are measured. */
public enum GatewayDurability {
    OS,
    DISK
}
