package io.agentbridge.gateway.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.gateway.security.AuthMode;
import io.agentbridge.gateway.security.TlsFiles;
import io.agentbridge.gateway.websocket.Compression;
import io.agentbridge.journal.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class ConfigurationTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Command(name = "run")
    private static final class Run {
        @Mixin
        private final ConfigurationOptions options = new ConfigurationOptions();
    }

    @Test
    void withoutAnythingSaidTheDefaultsHold() throws IOException {
        Configuration configuration = configuration("", Map.of());
        assertEquals("127.0.0.1", configuration.host());
        assertEquals(8765, configuration.port());
        assertEquals(Configuration.AUTOMATIC_BACKEND, configuration.defaultBackend());
        assertEquals(AuthMode.LOCAL, configuration.authentication());
        assertEquals(Durability.DISK, configuration.durability());
        assertEquals(Waiting.AUTO, configuration.waiting());
        assertEquals(new Limits(10 << 20, 10_000, 8_192, 64 << 20), configuration.limits());
        assertEquals(Compression.ON, configuration.compression());
        assertTrue(configuration.tls().isEmpty());
        assertEquals(Settings.DEFAULT, configuration.settings());
        assertEquals(new ClaudeSettings("", List.of(), 300_000), configuration.claude());
        assertEquals(ApprovalPolicy.ASK, configuration.approvals());
    }

    @Test
    void theCommandLinePrecedesTheEnvironmentWhichPrecedesTheFile() throws IOException {
        String file = "port = 1001\nhost = localhost\nmax-agents = 7\n";
        Map<String, String> environment = Map.of("AGENT_BRIDGE_PORT", "1002", "AGENT_BRIDGE_MAX_MESSAGE_BYTES", "1MiB");
        Configuration fromFile = configuration(file, Map.of());
        assertEquals(1001, fromFile.port());
        assertEquals("localhost", fromFile.host());
        assertEquals(7, fromFile.settings().maxAgents());
        Configuration fromEnvironment = configuration(file, environment);
        assertEquals(1002, fromEnvironment.port());
        assertEquals(1 << 20, fromEnvironment.limits().maxMessageBytes());
        assertEquals(1003, configuration(file, environment, "--port", "1003").port());
    }

    @Test
    void everythingCanStandInTheFile() throws IOException {
        Configuration configuration = configuration("""
                host = 0.0.0.0
                auth = token
                behind-tls-proxy = true
                durability = os
                wait = yielding
                data = ~/bridge
                backend = aider
                exec.aider = aider --yes {model}
                exec.cat = cat
                command-timeout = 2h
                claude-path = /opt/claude
                claude-environment = AWS_*, MY_VARIABLE
                claude-silence-timeout = 0s
                approval = deny
                allow-tools = Read, mcp__docs__*
                deny-tools = Bash
                allowed-origins = https://board.example, http://10.0.0.1:3000
                allowed-hosts = board.example
                """, Map.of());
        assertEquals(AuthMode.TOKEN, configuration.authentication());
        assertEquals(Durability.OS, configuration.durability());
        assertEquals(Waiting.YIELDING, configuration.waiting());
        assertEquals(
                Path.of(System.getProperty("user.home"), "bridge"),
                configuration.data().root());
        assertEquals(
                List.of(
                        new ExecSettings("aider", List.of("aider", "--yes", "{model}")),
                        new ExecSettings("cat", List.of("cat"))),
                configuration.exec());
        assertEquals(7_200_000, configuration.settings().commandTimeoutMillis());
        assertEquals(new ClaudeSettings("/opt/claude", List.of("AWS_*", "MY_VARIABLE"), 0), configuration.claude());
        assertEquals(ApprovalDecision.ALLOW, configuration.approvals().ruling("mcp__docs__search"));
        assertEquals(ApprovalDecision.DENY, configuration.approvals().ruling("Write"));
        assertEquals(List.of("https://board.example", "http://10.0.0.1:3000"), configuration.allowedOrigins());
    }

    @Test
    void aKeyThatDoesNotExistIsAnsweredWithTheNearest() {
        refuses("durabilty = disk\n", "durabilty", "\"durability\"");
        refuses("max_agents = 5\n", "max_agents", "\"max-agents\"");
    }

    @Test
    void aValueThatMakesNoSenseIsRefusedWithWhatToDo() {
        refuses("port = 70000\n", "port", "65535");
        refuses("port = many\n", "port", "many");
        refuses("auth = everybody\n", "auth", "everybody");
        refuses("command-timeout = 5\n", "5", "90s");
        refuses("tail-bytes = lots\n", "lots", "MiB");
        refuses("backend = codex\n", "codex", "exec.codex");
        refuses("host = 0.0.0.0\n", "0.0.0.0", "--auth=token");
        refuses("ring-slots = 100\n", "100", "128");
        refuses("ring-slots = 1\n", "ring-slots", "2");
        refuses("compression = maybe\n", "compression", "maybe");
        refuses("tls-key = /key.pem\n", "--tls-certificate");
        refuses("tls-certificate = /certificate.pem\n", "--tls-key");
        refuses("exec.echo = cat\n", "echo");
        refuses("allowed-origins = *\n", "origin", "https://host");
    }

    @Test
    void withATokenAndTlsItMayListenAnywhere() throws IOException {
        Configuration configuration =
                configuration("host = 0.0.0.0\nauth = token\ntls-certificate = /c.pem\ntls-key = /k.pem\n", Map.of());
        assertEquals(Optional.of(new TlsFiles(Path.of("/c.pem"), Path.of("/k.pem"))), configuration.tls());
        refuses("host = 0.0.0.0\ntls-certificate = /c.pem\ntls-key = /k.pem\n", "--auth=token");
        refuses("host = 0.0.0.0\nauth = token\n", "--tls-certificate");
    }

    @Test
    void aFileThatIsNamedMustBeThere() {
        ConfigurationException refusal = assertThrows(
                ConfigurationException.class,
                () -> ConfigurationDefaults.of(List.of("--config=" + folder.resolve("none")), Map.of()));
        assertTrue(String.valueOf(refusal.getMessage()).contains("none"));
    }

    @Test
    void theUsualFileIsReadIfItIsThere() throws IOException {
        Path file = folder.resolve("agent-bridge").resolve("agent-bridge.conf");
        Files.createDirectories(folder.resolve("agent-bridge"));
        Files.writeString(file, "port = 1234\n");
        Run run = new Run();
        new CommandLine(run)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setDefaultValueProvider(
                        ConfigurationDefaults.of(List.of(), Map.of("XDG_CONFIG_HOME", folder.toString())))
                .parseArgs();
        assertEquals(1234, run.options.configuration().port());
    }

    @Test
    void theDataFolderIsWhereTheXdgSpecificationPutsIt() {
        assertEquals(
                folder.resolve("agent-bridge"),
                DataFolder.defaultFor(Map.of("XDG_DATA_HOME", folder.toString()))
                        .root());
        Path underHome = Path.of(System.getProperty("user.home"), ".local", "share", "agent-bridge");
        assertEquals(underHome, DataFolder.defaultFor(Map.of()).root());
        assertEquals(
                underHome,
                DataFolder.defaultFor(Map.of("XDG_DATA_HOME", "relative")).root());
    }

    @Test
    void denialsPrecedePermissions() {
        ApprovalPolicy policy = new ApprovalPolicy(List.of("Bash*"), List.of("*sh*", "a*b*c"), ApprovalDecision.NONE);
        assertEquals(ApprovalDecision.DENY, policy.ruling("Bash"));
        assertEquals(ApprovalDecision.DENY, policy.ruling("BashOutput"));
        assertEquals(ApprovalDecision.ALLOW, policy.ruling("fish"));
        assertEquals(ApprovalDecision.ALLOW, policy.ruling("abc"));
        assertEquals(ApprovalDecision.ALLOW, policy.ruling("a-b-b-c"));
        assertEquals(ApprovalDecision.NONE, policy.ruling("acb"));
        assertEquals(ApprovalDecision.NONE, policy.ruling("Read"));
    }

    private void refuses(String file, String... words) {
        Exception refusal = assertThrows(Exception.class, () -> configuration(file, Map.of()), file);
        assertTrue(
                refusal instanceof ConfigurationException || refusal instanceof ParameterException,
                () -> "a clear refusal, not " + refusal);
        for (String word : words) {
            assertTrue(String.valueOf(refusal.getMessage()).contains(word), refusal.getMessage() + " has " + word);
        }
    }

    private Configuration configuration(String file, Map<String, String> environment, String... arguments)
            throws IOException {
        Path path = Files.writeString(folder.resolve("test.conf"), file);
        Run run = new Run();
        new CommandLine(run)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setDefaultValueProvider(ConfigurationDefaults.of(List.of("--config", path.toString()), environment))
                .parseArgs(arguments);
        return run.options.configuration();
    }
}
