package io.agentbridge.agents.process;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The environment of an agent: built from nothing, by an allow-list. What this server has in its own (keys, tokens, options of
 * the JVM) does not leak into processes that run a model's commands.
 */
public final class AgentEnvironment {
    private static final Set<String> ALWAYS = Set.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "TZ");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    private AgentEnvironment() {}

    /**
     * The environment for a process.
     *
     * @param inherited this server's own
     * @param passed names to let through besides the usual ones; one that ends in {@code *} stands for all with that beginning
     * @param set variables to set, over anything inherited
     */
    public static Map<String, String> of(
            Map<String, String> inherited, Set<String> passed, Map<String, String> set, AgentFiles files) {
        Map<String, String> environment = new TreeMap<>();
        inherited.forEach((name, value) -> {
            if (NAME.matcher(name).matches() && isAllowed(name, passed)) {
                environment.put(name, value);
            }
        });
        environment.putIfAbsent("LANG", "C.UTF-8");
        environment.putIfAbsent("PATH", "/usr/local/bin:/usr/bin:/bin");
        set.forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("Not a name of an environment variable: " + name);
            }
            environment.put(name, value);
        });
        environment.put("TMPDIR", files.temporary().toString());
        environment.put(ProcessTable.MARKER, files.marker());
        return environment;
    }

    private static boolean isAllowed(String name, Set<String> passed) {
        return ALWAYS.contains(name)
                || name.startsWith("LC_")
                || passed.contains(name)
                || passed.stream()
                        .anyMatch(allowed ->
                                allowed.endsWith("*") && name.startsWith(allowed.substring(0, allowed.length() - 1)));
    }
}
