package io.agentbridge.gateway.command;

import io.agentbridge.gateway.configuration.ConfigurationDefaults;
import io.agentbridge.gateway.configuration.ConfigurationException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What holds for every command line of the program. */
public final class CommandLines {
    /** So wide that examples stand on a line each. */
    private static final int HELP_COLUMNS = 100;

    private CommandLines() {}

    /**
     * Has a command and all its subcommands, added before, take what the command line does not say from the environment and the
     * configuration file, names of values in any case, and exit as {@link ExitCode} says.
     *
     * @throws ConfigurationException if the configuration file is wrong; to be shown, and to exit with {@link ExitCode#USAGE}
     */
    public static CommandLine prepare(CommandLine command, List<String> arguments, Map<String, String> environment) {
        ConfigurationDefaults defaults = ConfigurationDefaults.of(arguments, environment);
        return command.setUsageHelpWidth(HELP_COLUMNS)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setDefaultValueProvider(defaults)
                .setParameterExceptionHandler((wrong, given) -> explain(wrong, List.of(given), defaults))
                .setExecutionExceptionHandler((failure, failed, _) -> {
                    if (failure instanceof ConfigurationException) {
                        failed.getErr().println(failure.getMessage());
                        return ExitCode.USAGE;
                    }
                    throw failure;
                });
    }

    /** What is wrong and where, what may have been meant, and where to read on: the whole help would hide it. */
    private static int explain(ParameterException wrong, List<String> given, ConfigurationDefaults defaults) {
        CommandLine command = wrong.getCommandLine();
        String source = wrong.getArgSpec() instanceof OptionSpec option && !names(given, option)
                ? defaults.source(option).map(from -> " (from " + from + ")").orElse("")
                : "";
        command.getErr().println(String.valueOf(wrong.getMessage()).replaceAll("\\R", " ") + source);
        UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
        command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    private static boolean names(List<String> given, OptionSpec option) {
        return Arrays.stream(option.names()).anyMatch(name -> given.stream()
                .anyMatch(argument -> argument.equals(name) || argument.startsWith(name + "=")));
    }
}
