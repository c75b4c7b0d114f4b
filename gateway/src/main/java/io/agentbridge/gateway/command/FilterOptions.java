package io.agentbridge.gateway.command;

import io.agentbridge.gateway.codec.EventType;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which events to show: the same options wherever there is a choice. */
public final class FilterOptions {
    @Option(names = "--agent", paramLabel = "ID", description = "Events about this agent only.")
    private Optional<String> agent = Optional.empty();

    @Option(
            names = "--task",
            paramLabel = "ID",
            description = "Events that name this task only; what its agent says names the command, see \"inspect\".")
    private Optional<String> task = Optional.empty();

    @Option(
            names = "--type",
            split = ",",
            paramLabel = "TYPE",
            converter = EventTypeConverter.class,
            description = "Events of these types only, as they stand in \"type\".")
    private List<EventType> types = List.of();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description =
                    "Events from then on: an instant like 2026-11-23T21:00:00Z, or a time ago like 90s, 10m, 2h, 1d.")
    private Optional<Long> since = Optional.empty();

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Events until then, likewise.")
    private Optional<Long> until = Optional.empty();

    /** What the options ask for. */
    EventFilter filter() {
        return new EventFilter(
                agent, task, List.copyOf(types), since.orElse(Long.MIN_VALUE), until.orElse(Long.MAX_VALUE));
    }
}
