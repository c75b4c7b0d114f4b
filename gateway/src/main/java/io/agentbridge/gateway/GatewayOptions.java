package io.agentbridge.gateway;

import io.agentbridge.engine.model.Settings;
import io.agentbridge.gateway.pipeline.Threading;

/**
 * What the rooms behind the door are told.
 *
 * @param ringSlots inputs that may wait, a power of two
 * @param tailBytes what the newest published events may take in memory
 * @param snapshotEveryEvents events between recovery snapshots
 * @param pingEveryMillis between two pings of a client
 * @param pingGraceMillis how long a pinged client may show no sign of life
 */
public record GatewayOptions(
        int ringSlots,
        Threading threading,
        long tailBytes,
        long snapshotEveryEvents,
        long pingEveryMillis,
        long pingGraceMillis,
        Settings settings) {}
