package io.agentbridge.agents.claude;

import io.agentbridge.agents.AgentSpec;
import io.agentbridge.agents.process.ProcessSupervisor;
import io.agentbridge.agents.process.SupervisorLimits;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProcessIdentity;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/** The real CLI in a house of its own: an empty home, no network but the fake API. */
public final class RealClaude {
    private RealClaude() {}

    /** The binary; without it the test is skipped, which counts as a failure where CI is set. */
    public static Path binary() throws IOException {
        String configured = System.getProperty(
                "AGENT_BRIDGE_TEST_CLAUDE", System.getenv().getOrDefault("AGENT_BRIDGE_TEST_CLAUDE", ""));
        Path path = configured.isEmpty() ? installed() : Path.of(configured);
        if (!Files.isExecutable(path)) {
            String message = "NOT TESTED with the real agent: no claude at " + path + ". Run scripts/install-claude.";
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(message);
            }
            System.err.println(message);
            Assumptions.abort(message);
        }
        return path;
    }

    /** A configuration that leads nowhere but to the fake. */
    public static ClaudeConfiguration configuration(String modelUrl, Path home, long silenceMillis) {
        Map<String, String> environment = Map.of(
                "HOME",
                home.toString(),
                "ANTHROPIC_BASE_URL",
                modelUrl,
                "ANTHROPIC_API_KEY",
                "none",
                "CLAUDE_CODE_MAX_RETRIES",
                "1");
        return new ClaudeConfiguration(
                "claude",
                binaryText(),
                "acceptEdits",
                false,
                List.of("user"),
                Set.of(),
                environment,
                60_000,
                silenceMillis,
                60_000,
                5_000);
    }

    /** The backend. */
    public static ClaudeBackend backend(ClaudeConfiguration configuration, ProcessSupervisor supervisor)
            throws IOException {
        return new ClaudeBackend(configuration, ClaudeCli.find(configuration.path(), ""), supervisor);
    }

    /** A supervisor with a lease below a folder. */
    public static ProcessSupervisor supervisor(Path folder) throws IOException {
        return new ProcessSupervisor(folder.resolve("lease"), SupervisorLimits.DEFAULT.withGraceMillis(3_000, 3_000));
    }

    /** An agent to start. */
    public static AgentSpec spec(Path folder, String permissionMode) throws IOException {
        Path workspace = Files.createDirectories(folder.resolve("workspace"));
        return new AgentSpec(
                "worker-1",
                "",
                permissionMode,
                folder.resolve("agent"),
                workspace,
                "",
                0,
                0,
                "",
                0,
                new OutputPosition(1, 0),
                ProcessIdentity.NONE,
                "");
    }

    /** The same agent, to be taken over. */
    public static AgentSpec takeOver(
            AgentSpec spec, OutputPosition position, ProcessIdentity process, String inFlight) {
        return new AgentSpec(
                spec.agentId(),
                spec.model(),
                spec.permissionMode(),
                spec.folder(),
                spec.workspace(),
                "",
                0,
                0,
                "",
                0,
                position,
                process,
                inFlight);
    }

    private static String binaryText() {
        try {
            return binary().toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Path installed() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (root != null && !Files.exists(root.resolve("scripts/install-claude"))) {
            root = root.getParent();
        }
        if (root == null) {
            return Path.of("scripts/install-claude");
        }
        // Only says where it is; a test does not install anything.
        Process script = new ProcessBuilder(
                        root.resolve("scripts/install-claude").toString(), "--where")
                .redirectError(new File("/dev/null"))
                .start();
        return Path.of(new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    }
}
