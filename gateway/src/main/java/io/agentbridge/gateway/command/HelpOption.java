package io.agentbridge.gateway.command;

import picocli.CommandLine.Option;

/** {@code --help}, the same everywhere. */
public final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // Read by picocli.
    private boolean help;
}
