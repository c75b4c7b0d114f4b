package io.agentbridge.gateway.configuration;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What an option is when the command line does not say: as in the environment, else as in the configuration file. To be given to
 * {@link CommandLine#setDefaultValueProvider}.
 */
public final class ConfigurationDefaults implements IDefaultValueProvider {
    private static final String OPTION = "--config";
    private static final String EXEC = "exec.";
    private static final long MAX_FILE_BYTES = 1 << 20;

    private final Map<String, String> environment;
    private final Map<String, String> file;

    private ConfigurationDefaults(Map<String, String> environment, Map<String, String> file) {
        this.environment = environment;
        this.file = file;
    }

    /**
     * Reads the file that {@code --config} names in the arguments, else AGENT_BRIDGE_CONFIG, else the usual one if it is there.
     *
     * @throws ConfigurationException if it cannot be read, or has a key that does not exist
     */
    public static ConfigurationDefaults of(List<String> arguments, Map<String, String> environment) {
        Optional<Path> named = named(arguments, environment);
        Path path = named.orElseGet(() -> DataFolder.userFolder(environment, "XDG_CONFIG_HOME", ".config")
                .resolve("agent-bridge")
                .resolve("agent-bridge.conf"));
        boolean read = named.isPresent() || Files.isRegularFile(path);
        return new ConfigurationDefaults(Map.copyOf(environment), read ? read(path) : Map.of());
    }

    private static Optional<Path> named(List<String> arguments, Map<String, String> environment) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.startsWith(OPTION + "=")) {
                return Optional.of(Path.of(argument.substring(OPTION.length() + 1)));
            }
            if (argument.equals(OPTION) && i + 1 < arguments.size()) {
                return Optional.of(Path.of(arguments.get(i + 1)));
            }
        }
        return Optional.ofNullable(environment.get("AGENT_BRIDGE_CONFIG")).map(Path::of);
    }

    private static Map<String, String> read(Path path) {
        Properties properties = new Properties();
        try {
            if (Files.size(path) > MAX_FILE_BYTES) {
                throw new ConfigurationException("The configuration file " + path + " is larger than " + MAX_FILE_BYTES
                        + " bytes; is it the right one?");
            }
            try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
                properties.load(reader);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(
                    "The configuration file " + path + " cannot be read: " + e + ". Correct it, or name another by "
                            + OPTION,
                    e);
        }
        Map<String, String> values = new TreeMap<>();
        Set<String> known = keys();
        for (String key : properties.stringPropertyNames()) {
            if (!known.contains(key) && !(key.startsWith(EXEC) && key.length() > EXEC.length())) {
                throw new ConfigurationException("The configuration file " + path + " has a key \"" + key
                        + "\" that does not exist; the nearest is \"" + nearest(key, known) + "\"");
            }
            values.put(key, properties.getProperty(key).strip());
        }
        return values;
    }

    /** The keys of a configuration file: the names of a server's options. */
    private static Set<String> keys() {
        return CommandSpec.forAnnotatedObject(new ConfigurationOptions()).options().stream()
                .map(ConfigurationDefaults::key)
                .filter(key -> !key.equals("config"))
                .collect(Collectors.toSet());
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
            return null;
        }
        String key = key(option);
        String inEnvironment = environment.get(variable(key));
        if (inEnvironment != null) {
            return inEnvironment;
        }
        return key.equals("exec") ? execInFile() : file.get(key);
    }

    /** Where an option that the command line does not name has its value from, for people; empty if nobody has given it one. */
    public Optional<String> source(OptionSpec option) {
        String key = key(option);
        if (environment.containsKey(variable(key))) {
            return Optional.of("the environment's " + variable(key));
        }
        return file.containsKey(key) ? Optional.of("the configuration file's \"" + key + "\"") : Optional.empty();
    }

    private static String variable(String key) {
        return "AGENT_BRIDGE_" + key.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private @Nullable String execInFile() {
        String entries = file.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(EXEC))
                .map(entry -> entry.getKey().substring(EXEC.length()) + "=" + entry.getValue())
                .collect(Collectors.joining("\n"));
        return entries.isEmpty() ? file.get("exec") : entries;
    }

    private static String key(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    private static String nearest(String key, Set<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String candidate) -> distance(key, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    /** How many characters must be changed, added or removed. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
