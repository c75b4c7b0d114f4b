package io.agentbridge.gateway.command;

import io.agentbridge.gateway.wire.Filter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which events to show: the same options wherever there is a choice, and what {@code system:history} offers to clients. */
public final class FilterOptions {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec command;

    @Option(
            names = "--agent",
            split = ",",
            paramLabel = "ID",
            description = "Events about these agents only; names will do.")
    private List<String> agents = List.of();

    @Option(
            names = "--task",
            split = ",",
            paramLabel = "ID",
            description = "Events that name these tasks only; what an agent says names the command, see \"inspect\".")
    private List<String> tasks = List.of();

    @Option(names = "--command", split = ",", paramLabel = "ID", description = "Events about these commands only.")
    private List<String> commands = List.of();

    @Option(
            names = "--type",
            split = ",",
            paramLabel = "TYPE",
            converter = EventTypeConverter.class,
            description =
                    "Events of these types only, as they stand in \"type\" (command_ended), or as clients see them"
                            + " (command:result).")
    private List<String> types = List.of();

    @Option(
            names = "--principal",
            split = ",",
            paramLabel = "NAME",
            description = "Events that these caused only, like user:root.")
    private List<String> principals = List.of();

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description = "Events only in which somebody wrote or said this, in capitals or not.")
    private String text = "";

    @Option(names = "--from", paramLabel = "SEQUENCE", description = "Events from this one on.")
    private Optional<Long> from = Optional.empty();

    @Option(names = "--to", paramLabel = "SEQUENCE", description = "Events up to this one.")
    private Optional<Long> to = Optional.empty();

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

    /** What the options ask for; a {@link ParameterException} if that makes no sense. */
    EventFilter filter() {
        if (from.orElse(1L) < 1 || to.orElse(1L) < 1) {
            throw new ParameterException(command.commandLine(), "--from and --to are sequences, from 1 on");
        }
        return new EventFilter(
                new Filter(
                        Set.copyOf(agents), Set.copyOf(tasks), Set.copyOf(commands), Set.of(), Set.copyOf(principals)),
                Set.copyOf(types),
                text,
                from.orElse(Long.MIN_VALUE),
                to.orElse(Long.MAX_VALUE),
                since.orElse(Long.MIN_VALUE),
                until.orElse(Long.MAX_VALUE));
    }
}
