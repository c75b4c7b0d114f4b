package io.agentbridge.agents.claude;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The CLI on this machine.
 *
 * @param path of its binary
 * @param version as it says itself
 */
public record ClaudeCli(Path path, String version) {
    /** The oldest version whose control protocol is the one spoken here. */
    public static final String MINIMUM_VERSION = "2.1.118";

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)\\b.*", Pattern.DOTALL);
    private static final int MAX_VERSION_BYTES = 4_096;
    private static final long VERSION_MILLIS = 20_000;

    /**
     * Finds the CLI and asks it for its version.
     *
     * @param configuredPath of the binary, or empty to search
     * @param searchPath folders to search, as in PATH
     * @throws IOException if there is none that can be used; the message says why and what to do
     */
    public static ClaudeCli find(String configuredPath, String searchPath) throws IOException {
        Path path = configuredPath.isEmpty() ? search(searchPath) : configured(configuredPath);
        ClaudeCli cli = new ClaudeCli(path, version(path));
        if (compare(cli.version, MINIMUM_VERSION) < 0) {
            throw new IOException("Claude Code " + cli.version + " at " + path + " is too old: at least "
                    + MINIMUM_VERSION + " is needed. Update it.");
        }
        return cli;
    }

    private static Path configured(String text) throws IOException {
        try {
            Path path = Path.of(text).toAbsolutePath();
            if (Files.isRegularFile(path) && Files.isExecutable(path)) {
                return path;
            }
            throw new IOException("No program at the configured path of claude, " + path + ". Correct the path.");
        } catch (InvalidPathException e) {
            throw new IOException("The configured path of claude is no path: " + e.getReason() + ". Correct it.", e);
        }
    }

    private static Path search(String searchPath) throws IOException {
        return Arrays.stream(searchPath.split(Pattern.quote(File.pathSeparator), -1))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> {
                    try {
                        return Stream.of(Path.of(folder, "claude").toAbsolutePath());
                    } catch (InvalidPathException e) {
                        return Stream.empty();
                    }
                })
                .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
                .findFirst()
                .orElseThrow(
                        () -> new IOException("claude is not on PATH. Install Claude Code, or configure its path."));
    }

    private static String version(Path path) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(path.toString(), "--version");
        builder.environment()
                .keySet()
                .retainAll(Map.of("PATH", "", "HOME", "", "LANG", "").keySet());
        builder.environment().put("DISABLE_AUTOUPDATER", "1");
        builder.redirectInput(new File("/dev/null")).redirectErrorStream(true);
        Process process = builder.start();
        // Destroying closes the stream that is read here, so only a process that hangs is destroyed.
        var _ = process.onExit()
                .orTimeout(VERSION_MILLIS, TimeUnit.MILLISECONDS)
                .whenComplete((_, late) -> Optional.ofNullable(late).ifPresent(_ -> process.destroyForcibly()));
        String said =
                new String(process.getInputStream().readNBytes(MAX_VERSION_BYTES), StandardCharsets.UTF_8).strip();
        process.destroyForcibly();
        Matcher matcher = VERSION.matcher(said);
        if (!matcher.matches()) {
            throw new IOException("The program at " + path + " does not tell a version of Claude Code. It said: "
                    + said.lines().findFirst().orElse("nothing"));
        }
        return matcher.group(1) + "." + matcher.group(2) + "." + matcher.group(3);
    }

    private static int compare(String left, String right) {
        String[] a = left.split("\\.", -1);
        String[] b = right.split("\\.", -1);
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            int order = Integer.compare(Integer.parseInt(a[i]), Integer.parseInt(b[i]));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.length, b.length);
    }
}
