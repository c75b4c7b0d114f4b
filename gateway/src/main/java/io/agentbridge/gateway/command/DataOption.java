package io.agentbridge.gateway.command;

import io.agentbridge.gateway.configuration.DataFolder;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --data}: where the server keeps everything. */
public final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder. Default: $XDG_DATA_HOME/agent-bridge or ~/.local/share/agent-bridge."
                    + " Also AGENT_BRIDGE_DATA, or \"data\" in the configuration file.")
    private Optional<Path> data = Optional.empty();

    /** The folder asked for, or the default one. */
    public DataFolder folder() {
        return data.map(DataFolder::new).orElseGet(() -> DataFolder.defaultFor(System.getenv()));
    }
}
