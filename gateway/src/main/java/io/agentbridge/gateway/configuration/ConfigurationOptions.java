package io.agentbridge.gateway.configuration;

import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.gateway.retention.RetentionLimits;
import io.agentbridge.gateway.security.AuthMode;
import io.agentbridge.gateway.security.TlsFiles;
import io.agentbridge.gateway.websocket.Compression;
import io.agentbridge.journal.Durability;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/**
 * The options of a server, to be mixed into a command. Each can also stand in the environment, as AGENT_BRIDGE_ and its name in
 * capitals, or in the configuration file under its name; {@link ConfigurationDefaults} sees to that.
 */
public final class ConfigurationOptions {
    private static final String PROVIDED = "${DEFAULT-VALUE}";

    /** What a permission request gets that no rule speaks of. */
    enum Otherwise {
        ASK,
        ALLOW,
        DENY
    }

    // Read before the command line is, by ConfigurationDefaults; here for the help, and so that it is known.
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration file, lines of \"key = value\" with these options' names as keys."
                    + " Default: $XDG_CONFIG_HOME/agent-bridge/agent-bridge.conf, if it is there.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "Where to listen. Default: " + PROVIDED + ".")
    private String host = "";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8765",
            description = "Where to listen, 0 for any free port. Default: " + PROVIDED + ".")
    private int port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder. Default: $XDG_DATA_HOME/agent-bridge or ~/.local/share/agent-bridge.")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = Configuration.AUTOMATIC_BACKEND,
            description =
                    "The backend of agents that name none: claude, echo or one of --exec. Default: claude if it is"
                            + " found, else echo.")
    private String backend = "";

    @Option(
            names = "--auth",
            defaultValue = "local",
            paramLabel = "local|token",
            description = "Who may connect: the server's own user on this machine, or who has the token. Default: "
                    + PROVIDED + ".")
    private AuthMode authentication = AuthMode.LOCAL;

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "PEM file with the server's certificate and those that vouch for it: speak TLS (wss).")
    private Optional<Path> tlsCertificate = Optional.empty();

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "PEM file with the certificate's private key: PKCS #8, not encrypted, RSA or EC.")
    private Optional<Path> tlsKey = Optional.empty();

    @Option(
            names = "--behind-tls-proxy",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            description = "A proxy in front does TLS; needed to listen beyond this machine.")
    private boolean behindTlsProxy;

    @Option(
            names = "--durability",
            defaultValue = "disk",
            paramLabel = "os|disk",
            description = "What an answered request has survived: the server's death, or a power cut too. Default: "
                    + PROVIDED + ".")
    private Durability durability = Durability.DISK;

    @Option(
            names = "--wait",
            defaultValue = "auto",
            paramLabel = "auto|blocking|yielding",
            description = "How the engine waits for work. Default: " + PROVIDED + ".")
    private Waiting waiting = Waiting.AUTO;

    @Option(
            names = "--max-message-bytes",
            paramLabel = "BYTES",
            defaultValue = "10MiB",
            converter = BytesConverter.class,
            description = "Largest message of a client. Default: " + PROVIDED + ".")
    private long maxMessageBytes;

    @Option(
            names = "--max-connections",
            paramLabel = "COUNT",
            defaultValue = "10000",
            description = "Most clients at a time. Default: " + PROVIDED + ".")
    private int maxConnections;

    @Option(
            names = "--compression",
            paramLabel = "on|off",
            defaultValue = "on",
            description = "Whether large messages are compressed for clients that offer permessage-deflate. Default: "
                    + PROVIDED + ".")
    private Compression compression = Compression.ON;

    @Option(
            names = "--ring-slots",
            paramLabel = "COUNT",
            defaultValue = "8192",
            description = "Requests that may wait for the engine, a power of two; clients whose requests find no room"
                    + " are not read until there is. Default: " + PROVIDED + ".")
    private int ringSlots;

    @Option(
            names = "--tail-bytes",
            paramLabel = "BYTES",
            defaultValue = "64MiB",
            converter = BytesConverter.class,
            description = "Newest events kept in memory for clients. Default: " + PROVIDED + ".")
    private long tailBytes;

    @Option(
            names = "--retain-age",
            paramLabel = "DURATION",
            defaultValue = "0s",
            converter = DurationConverter.class,
            description = "Events older than this are deleted, 0s for never. Default: " + PROVIDED + ".")
    private long retainAgeMillis;

    @Option(
            names = "--retain-bytes",
            paramLabel = "BYTES",
            defaultValue = "0",
            converter = BytesConverter.class,
            description = "The oldest events are deleted when the journal is larger than this, 0 for never. Default: "
                    + PROVIDED + ".")
    private long retainBytes;

    @Option(
            names = "--max-agents",
            paramLabel = "COUNT",
            description = "Most agents that are not stopped. Default: " + PROVIDED + ".")
    private int maxAgents = Settings.DEFAULT.maxAgents();

    @Option(
            names = "--max-queued-commands",
            paramLabel = "COUNT",
            description = "Most commands that wait for one agent. Default: " + PROVIDED + ".")
    private int maxQueuedCommands = Settings.DEFAULT.maxQueuedCommands();

    @Option(
            names = "--max-open-tasks",
            paramLabel = "COUNT",
            description = "Most tasks that have not ended. Default: " + PROVIDED + ".")
    private int maxOpenTasks = Settings.DEFAULT.maxOpenTasks();

    @Option(
            names = "--max-ended-objects",
            paramLabel = "COUNT",
            description = "Ended commands, tasks, approvals and agents remembered, each. Default: " + PROVIDED + ".")
    private int maxEndedObjects = Settings.DEFAULT.maxEndedObjects();

    @Option(
            names = "--max-state-bytes",
            paramLabel = "BYTES",
            defaultValue = "256MiB",
            converter = BytesConverter.class,
            description = "Texts of remembered objects held in memory. Default: " + PROVIDED + ".")
    private long maxStateBytes;

    @Option(
            names = "--command-timeout",
            paramLabel = "DURATION",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description = "Longest time of a command with its agent. Default: " + PROVIDED + ".")
    private long commandTimeoutMillis;

    @Option(
            names = "--approval-timeout",
            paramLabel = "DURATION",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description = "How long a permission request stays open. Default: " + PROVIDED + ".")
    private long approvalTimeoutMillis;

    @Option(
            names = "--idempotency-window",
            paramLabel = "COUNT",
            description = "Requests whose ids are remembered, to answer a repetition alike. Default: " + PROVIDED + ".")
    private int idempotencyWindow = Settings.DEFAULT.idempotencyWindow();

    @Option(
            names = "--max-restarts",
            paramLabel = "COUNT",
            description = "Unexpected exits in a row after which an agent is left in error. Default: " + PROVIDED + ".")
    private int maxRestarts = Settings.DEFAULT.maxRestarts();

    @Option(names = "--claude-path", paramLabel = "FILE", description = "The claude program. Default: found on PATH.")
    private Optional<String> claudePath = Optional.empty();

    @Option(
            names = "--claude-environment",
            split = ",",
            paramLabel = "NAME",
            description = "Further variables of the environment that claude gets; * at the end for a beginning.")
    private List<String> claudeEnvironment = List.of();

    @Option(
            names = "--claude-silence-timeout",
            paramLabel = "DURATION",
            defaultValue = "5m",
            converter = DurationConverter.class,
            description = "Longest time without output while claude works, 0s for no limit. Default: " + PROVIDED + ".")
    private long claudeSilenceMillis;

    @Option(
            names = "--exec",
            split = "\n",
            paramLabel = "NAME=COMMAND",
            description = "A backend that runs COMMAND for each prompt; in the file: exec.NAME = COMMAND.")
    private Map<String, String> exec = Map.of();

    @Option(
            names = "--approval",
            defaultValue = "ask",
            paramLabel = "ask|allow|deny",
            description = "What a permission request gets that no rule speaks of. Default: " + PROVIDED + ".")
    private Otherwise approval = Otherwise.ASK;

    @Option(
            names = "--allow-tools",
            split = ",",
            paramLabel = "PATTERN",
            description = "Tools that are allowed without asking, like Read or mcp__docs__*.")
    private List<String> allowedTools = List.of();

    @Option(
            names = "--deny-tools",
            split = ",",
            paramLabel = "PATTERN",
            description = "Tools that are denied, also if allowed by another rule.")
    private List<String> deniedTools = List.of();

    @Option(
            names = "--allowed-origins",
            split = ",",
            paramLabel = "ORIGIN",
            description = "Browser origins allowed besides this machine's own, like https://host.")
    private List<String> allowedOrigins = List.of();

    @Option(
            names = "--allowed-hosts",
            split = ",",
            paramLabel = "HOST",
            description = "Host headers allowed besides this machine's own.")
    private List<String> allowedHosts = List.of();

    /**
     * The configuration that was asked for.
     *
     * @throws ConfigurationException if it cannot be; the message says what to change
     */
    public Configuration configuration() {
        return new Configuration(
                host,
                port,
                data.map(DataFolder::new).orElseGet(() -> DataFolder.defaultFor(System.getenv())),
                backend,
                authentication,
                tls(),
                behindTlsProxy,
                durability,
                waiting,
                new Limits(maxMessageBytes, maxConnections, ringSlots, tailBytes),
                compression,
                new RetentionLimits(retainAgeMillis, retainBytes),
                new Settings(
                        Settings.DEFAULT.behaviourLevel(),
                        maxAgents,
                        maxQueuedCommands,
                        maxOpenTasks,
                        maxEndedObjects,
                        maxStateBytes,
                        commandTimeoutMillis,
                        approvalTimeoutMillis,
                        idempotencyWindow,
                        maxRestarts),
                new ClaudeSettings(claudePath.orElse(""), stripped(claudeEnvironment), claudeSilenceMillis),
                execBackends(),
                new ApprovalPolicy(
                        stripped(deniedTools),
                        stripped(allowedTools),
                        switch (approval) {
                            case ASK -> ApprovalDecision.NONE;
                            case ALLOW -> ApprovalDecision.ALLOW;
                            case DENY -> ApprovalDecision.DENY;
                        }),
                stripped(allowedOrigins),
                stripped(allowedHosts));
    }

    /** The file that was asked for, or empty for the usual one. */
    public Optional<Path> file() {
        return file;
    }

    private Optional<TlsFiles> tls() {
        if (tlsCertificate.isPresent() != tlsKey.isPresent()) {
            throw new ConfigurationException(
                    tlsKey.isPresent()
                            ? "tls-key: there is a key, but no certificate; name it by --tls-certificate"
                            : "tls-certificate: there is a certificate, but no key; name it by --tls-key");
        }
        return tlsCertificate.flatMap(certificate -> tlsKey.map(key -> new TlsFiles(certificate, key)));
    }

    private List<ExecSettings> execBackends() {
        return new TreeMap<>(exec)
                .entrySet().stream()
                        .map(entry -> new ExecSettings(
                                entry.getKey(),
                                Arrays.asList(entry.getValue().strip().split("\\s+"))))
                        .toList();
    }

    private static List<String> stripped(List<String> values) {
        return values.stream()
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }
}
