package io.agentbridge.journal;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.WireType;

/**
 * Chronicle Queue as it is used here. Its static initializers are a good part of what a start takes, so they run as part of this
 * class's, and a thread of its own can see to it while a start is at something else. Whoever needs Chronicle meanwhile must come by here,
 * and waits: two threads that enter classes which need each other would wait for ever.
 */
final class Chronicle {
    static final RollCycles CYCLES;
    static final DateTimeFormatter SEGMENT_NAME;

    static {
        // Before any of its classes is loaded: it would report its use over the network, watch disks and print banners.
        System.setProperty("chronicle.analytics.disable", "true");
        System.setProperty("chronicle.disk.monitor.disable", "true");
        System.setProperty("chronicle.announcer.disable", "true");
        SingleChronicleQueueBuilder.addAliases();
        var _ = WireType.BINARY_LIGHT.apply(Bytes.allocateElasticOnHeap());
        CYCLES = RollCycles.FAST_HOURLY;
        SEGMENT_NAME = DateTimeFormatter.ofPattern(CYCLES.format()).withZone(ZoneOffset.UTC);
    }

    private Chronicle() {}

    /** Returns when it is loaded, by this thread or another. */
    static void load() {}
}
