package io.agentbridge.gateway.command;

import io.agentbridge.gateway.configuration.ConfigurationDefaults;
import io.agentbridge.gateway.configuration.ConfigurationException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What holds for every command line of the program. */
public final class CommandLines {
    private CommandLines() {}

    /**
     * Has a command and all its subcommands, added before, take what the command line does not say from the environment and the
     * configuration file, names of values in any case, and exit as {@link ExitCode} says.
     *
     * @throws ConfigurationException if the configuration file is wrong; to be shown, and to exit with {@link ExitCode#USAGE}
     */
    public static CommandLine prepare(CommandLine command, List<String> arguments, Map<String, String> environment) {
        return command.setCaseInsensitiveEnumValuesAllowed(true)
                .setDefaultValueProvider(ConfigurationDefaults.of(arguments, environment))
                .setParameterExceptionHandler((wrong, _) -> explain(wrong))
                .setExecutionExceptionHandler((failure, failed, _) -> {
                    if (failure instanceof ConfigurationException) {
                        failed.getErr().println(failure.getMessage());
                        return ExitCode.USAGE;
                    }
                    throw failure;
                });
    }

    /** What is wrong, what may have been meant, and where to read on: the whole help would hide it. */
    private static int explain(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        command.getErr().println(wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
        command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }
}
