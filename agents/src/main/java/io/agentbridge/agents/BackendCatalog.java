package io.agentbridge.agents;

import io.agentbridge.agents.claude.ClaudeBackend;
import io.agentbridge.agents.claude.ClaudeCli;
import io.agentbridge.agents.claude.ClaudeConfiguration;
import io.agentbridge.agents.echo.EchoBackend;
import io.agentbridge.agents.exec.ExecBackend;
import io.agentbridge.agents.exec.ExecConfiguration;
import io.agentbridge.agents.process.ProcessSupervisor;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The backends of this server: what is configured, what of that was found, and which one serves agents that name none. Immutable;
 * found once, when the server starts.
 */
public final class BackendCatalog implements Closeable {
    /** The name of the backend that is always there. */
    public static final String ECHO = "echo";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    private final List<BackendFinding> findings;
    private final AgentBackend defaultBackend;
    private final EchoBackend echo;
    private final ProcessSupervisor supervisor;

    private BackendCatalog(
            List<BackendFinding> findings,
            AgentBackend defaultBackend,
            EchoBackend echo,
            ProcessSupervisor supervisor) {
        this.findings = List.copyOf(findings);
        this.defaultBackend = defaultBackend;
        this.echo = echo;
        this.supervisor = supervisor;
    }

    /**
     * Looks for the configured backends; asks each CLI for its version, which may take a moment.
     *
     * @param defaultName the default backend, or empty for the first claude that was found, else the echo
     * @param searchPath folders to search for programs, as in PATH
     * @param version what the echo calls its version
     * @throws IllegalArgumentException if a name is malformed or taken twice, or the default cannot be used
     */
    public static BackendCatalog find(
            List<ClaudeConfiguration> claudes,
            List<ExecConfiguration> commands,
            String defaultName,
            String searchPath,
            String version,
            ProcessSupervisor supervisor) {
        List<BackendFinding> findings = new ArrayList<>();
        for (ClaudeConfiguration claude : claudes) {
            findings.add(find(claude, searchPath, supervisor));
        }
        for (ExecConfiguration command : commands) {
            findings.add(find(command, searchPath, supervisor));
        }
        EchoBackend echo = new EchoBackend(ECHO, version);
        findings.add(new BackendFinding(ECHO, ECHO, Optional.of(echo), "built in"));
        try {
            checkNames(findings);
            return new BackendCatalog(findings, choose(findings, defaultName, echo), echo, supervisor);
        } catch (IllegalArgumentException e) {
            echo.close();
            throw e;
        }
    }

    /** All that is configured, found or not, in the order of the configuration; the echo is last. */
    public List<BackendFinding> findings() {
        return findings;
    }

    /** The names of those that can be used. */
    public List<String> names() {
        return findings.stream()
                .filter(finding -> finding.backend().isPresent())
                .map(BackendFinding::name)
                .toList();
    }

    /** The backend of that name; one that starts nothing and says why where there is none that can be used. */
    public AgentBackend backend(String name) {
        return findings.stream()
                .filter(finding -> finding.name().equals(name))
                .findFirst()
                .flatMap(BackendFinding::backend)
                .orElseGet(() -> new AbsentBackend(name, explanation(name), supervisor));
    }

    private String explanation(String absent) {
        return findings.stream()
                .filter(finding -> finding.name().equals(absent))
                .findFirst()
                .map(finding -> "Its backend '" + absent + "' cannot be used: " + finding.explanation())
                .orElseGet(() -> "Its backend '" + absent + "' is not configured on this server; there are "
                        + String.join(", ", names()) + ".");
    }

    /** The backend for agents that name none. */
    public AgentBackend defaultBackend() {
        return defaultBackend;
    }

    /** Ends the backends' own threads. Agents with a process are not touched: their sessions are stopped or detached before. */
    @Override
    public void close() {
        echo.close();
    }

    private static BackendFinding find(ClaudeConfiguration claude, String searchPath, ProcessSupervisor supervisor) {
        try {
            ClaudeCli cli = ClaudeCli.find(claude.path(), searchPath);
            return new BackendFinding(
                    claude.name(),
                    "claude",
                    Optional.of(new ClaudeBackend(claude, cli, supervisor)),
                    "Claude Code " + cli.version() + " at " + cli.path());
        } catch (IOException e) {
            return new BackendFinding(claude.name(), "claude", Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    private static BackendFinding find(ExecConfiguration command, String searchPath, ProcessSupervisor supervisor) {
        String program = command.command().getFirst();
        Optional<Path> path = locate(program, searchPath);
        if (path.isEmpty()) {
            return new BackendFinding(
                    command.name(),
                    "exec",
                    Optional.empty(),
                    program + " is no program on PATH. Install it, or correct the backend's command.");
        }
        List<String> arguments = new ArrayList<>(command.command());
        arguments.set(0, path.get().toString());
        ExecConfiguration located = new ExecConfiguration(
                command.name(),
                arguments,
                command.passedEnvironment(),
                command.setEnvironment(),
                command.timeoutMillis(),
                command.maxOutputBytes());
        return new BackendFinding(
                command.name(), "exec", Optional.of(new ExecBackend(located, supervisor)), "runs " + path.get());
    }

    private static Optional<Path> locate(String program, String searchPath) {
        try {
            Path path = Path.of(program);
            if (path.getNameCount() > 1 || path.isAbsolute()) {
                return Optional.of(path.toAbsolutePath()).filter(BackendCatalog::isProgram);
            }
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
        for (String folder : searchPath.split(Pattern.quote(File.pathSeparator), -1)) {
            Path path = Path.of(folder.isEmpty() ? "." : folder, program).toAbsolutePath();
            if (!folder.isEmpty() && isProgram(path)) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    private static boolean isProgram(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }

    private static void checkNames(List<BackendFinding> findings) {
        Set<String> names = new HashSet<>();
        for (BackendFinding finding : findings) {
            if (!NAME.matcher(finding.name()).matches()) {
                throw new IllegalArgumentException("Not a name for a backend: \"" + finding.name()
                        + "\". Use a lower-case letter, then letters, digits and -, at most 32.");
            }
            if (!names.add(finding.name())) {
                throw new IllegalArgumentException(
                        "Two backends are named " + finding.name() + "; rename one. " + ECHO + " is built in.");
            }
        }
    }

    private static AgentBackend choose(List<BackendFinding> findings, String defaultName, EchoBackend echo) {
        if (!defaultName.isEmpty()) {
            BackendFinding chosen = findings.stream()
                    .filter(finding -> finding.name().equals(defaultName))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("The default backend " + defaultName
                            + " is not configured. Configure it, or choose another."));
            return chosen.backend()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "The default backend " + defaultName + " cannot be used: " + chosen.explanation()));
        }
        return findings.stream()
                .filter(finding -> finding.kind().equals("claude"))
                .flatMap(finding -> finding.backend().stream())
                .findFirst()
                .orElse(echo);
    }
}
