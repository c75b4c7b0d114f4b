package io.agentbridge.gateway.command;

import io.agentbridge.gateway.configuration.DataFolder;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code [DIR]}: which data folder a command of {@code journal} looks at. */
final class FolderArgument {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DIR",
            description = "The data folder, in which \"journal\" stands. Default: that of --data.")
    private Optional<Path> folder = Optional.empty();

    @Mixin
    private final DataOption data = new DataOption();

    /** The folder named, or the one of {@code --data}. */
    DataFolder folder() {
        return folder.map(DataFolder::new).orElseGet(data::folder);
    }
}
