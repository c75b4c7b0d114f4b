package io.agentbridge.gateway.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Holds the table of options in src/docs/operations.md to the options that there are. */
class OperationsPageTest {
    private static final Path PAGE = Path.of("..", "src", "docs", "operations.md");
    private static final Pattern ROW =
            Pattern.compile("\\| `(--[a-z-]+)[^`]*` \\| `([A-Z_]+)` \\| (?:`([a-zA-Z.-]+)`|–) \\| (.*?) \\| .+ \\|");

    private record Row(String option, String variable, String key, String usual) {
        /** The default if the page gives it as a value that can be said on the command line; else empty. */
        String value() {
            return usual.matches("`[^`$]+`") ? usual.substring(1, usual.length() - 1) : "";
        }
    }

    @Test
    void thePageHasEveryOptionAndNoOther() throws IOException {
        Set<String> options = CommandSpec.forAnnotatedObject(new ConfigurationOptions()).options().stream()
                .map(CommandLine.Model.OptionSpec::longestName)
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> rows = rows().stream().map(Row::option).sorted().toList();
        assertEquals(List.copyOf(options), rows);
    }

    @Test
    void eachOptionStandsBesideItsNamesInTheEnvironmentAndTheFile() throws IOException {
        for (Row row : rows()) {
            String name = row.option().substring(2);
            assertEquals("AGENT_BRIDGE_" + name.toUpperCase(Locale.ROOT).replace('-', '_'), row.variable());
            switch (name) {
                case "config" -> assertEquals("", row.key());
                case "exec" -> assertEquals("exec.NAME", row.key());
                default -> assertEquals(name, row.key());
            }
        }
    }

    @Test
    void sayingTheDefaultOfThePageChangesNothing() throws IOException {
        Configuration usual = configuration(List.of());
        int values = 0;
        for (Row row : rows()) {
            if (!row.value().isEmpty()) {
                values++;
                assertEquals(usual, configuration(List.of(row.option() + "=" + row.value())), row.option());
            }
        }
        assertTrue(values >= 20, "only " + values + " defaults were found on the page");
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            var matcher = ROW.matcher(line);
            if (matcher.matches()) {
                String key = matcher.group(3);
                rows.add(new Row(matcher.group(1), matcher.group(2), key == null ? "" : key, matcher.group(4)));
            }
        }
        return rows;
    }

    private static Configuration configuration(List<String> arguments) {
        ConfigurationOptions options = new ConfigurationOptions();
        new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments.toArray(String[]::new));
        return options.configuration();
    }
}
