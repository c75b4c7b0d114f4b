package io.agentbridge.gateway.configuration;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where the server keeps everything.
 *
 * @param root the folder, readable by its owner only
 */
public record DataFolder(Path root) {
    private static final String HOME = "~/";

    /** The folder may be given relative to the user's home by a leading {@code ~/}. */
    public DataFolder {
        root = expand(root);
    }

    /** The folder that the XDG base directory specification names for {@code environment}. */
    public static DataFolder defaultFor(Map<String, String> environment) {
        return new DataFolder(
                userFolder(environment, "XDG_DATA_HOME", ".local/share").resolve("agent-bridge"));
    }

    static Path userFolder(Map<String, String> environment, String variable, String underHome) {
        String named = environment.getOrDefault(variable, "");
        Path folder = Path.of(named);
        // The specification has relative paths ignored.
        return !named.isEmpty() && folder.isAbsolute() ? folder : home().resolve(underHome);
    }

    private static Path expand(Path path) {
        String text = path.toString();
        return text.startsWith(HOME) ? home().resolve(text.substring(HOME.length())) : path;
    }

    private static Path home() {
        return Path.of(System.getProperty("user.home", "."));
    }

    /** The log of steps. */
    public Path journal() {
        return root.resolve("journal");
    }

    /** Snapshots of the state. */
    public Path snapshots() {
        return root.resolve("snapshots");
    }

    /** Large texts, by their hash. */
    public Path blobs() {
        return root.resolve("blobs");
    }

    /** The folders of all agents. */
    public Path agents() {
        return root.resolve("agents");
    }

    /** The file with the access token. */
    public Path token() {
        return root.resolve("token");
    }
}
