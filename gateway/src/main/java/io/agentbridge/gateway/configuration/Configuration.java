package io.agentbridge.gateway.configuration;

import io.agentbridge.engine.model.Settings;
import io.agentbridge.gateway.retention.RetentionLimits;
import io.agentbridge.gateway.security.AuthMode;
import io.agentbridge.gateway.security.BindPolicy;
import io.agentbridge.gateway.security.TlsFiles;
import io.agentbridge.gateway.websocket.Compression;
import io.agentbridge.journal.Durability;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a server is to run; checked as a whole.
 *
 * @param host address or name to listen at
 * @param port 0 for any free one
 * @param defaultBackend the name of the backend for agents that name none
 * @param tls certificate and key if the server speaks TLS itself
 * @param behindTlsProxy whether a proxy in front of it does TLS
 * @param compression whether clients may have their messages compressed
 * @param retention how much of the past is kept
 * @param settings what the engine decides by
 * @param exec backends besides {@code claude} and {@code echo}
 * @param allowedOrigins browser origins allowed besides those of this machine, as {@code https://host[:port]}
 * @param allowedHosts Host headers allowed besides those of this machine
 */
public record Configuration(
        String host,
        int port,
        DataFolder data,
        String defaultBackend,
        AuthMode authentication,
        Optional<TlsFiles> tls,
        boolean behindTlsProxy,
        Durability durability,
        Waiting waiting,
        Limits limits,
        Compression compression,
        RetentionLimits retention,
        Settings settings,
        ClaudeSettings claude,
        List<ExecSettings> exec,
        ApprovalPolicy approvals,
        List<String> allowedOrigins,
        List<String> allowedHosts) {
    /** Backends that are always there. */
    public static final Set<String> BUILT_IN_BACKENDS = Set.of("claude", "echo");

    /** Stands for claude if it is found, else echo. */
    public static final String AUTOMATIC_BACKEND = "auto";

    public Configuration {
        exec = List.copyOf(exec);
        allowedOrigins = List.copyOf(allowedOrigins);
        allowedHosts = List.copyOf(allowedHosts);
        require("port", port, 0, 65_535);
        require("max-message-bytes", limits.maxMessageBytes(), 1 << 10, 1 << 30);
        require("max-connections", limits.maxConnections(), 1, 1_000_000);
        require("ring-slots", limits.ringSlots(), 2, 1 << 20);
        if (Integer.bitCount(limits.ringSlots()) != 1) {
            throw new ConfigurationException("ring-slots: " + limits.ringSlots() + " is no power of two; the next is "
                    + Integer.highestOneBit(limits.ringSlots()) * 2);
        }
        require("tail-bytes", limits.tailBytes(), 1 << 20, 1L << 40);
        require("retain-age", retention.maxAgeMillis(), 0, Long.MAX_VALUE);
        require("retain-bytes", retention.maxBytes(), 0, Long.MAX_VALUE);
        require("max-agents", settings.maxAgents(), 1, 1_000_000);
        require("max-queued-commands", settings.maxQueuedCommands(), 1, 10_000_000);
        require("max-open-tasks", settings.maxOpenTasks(), 1, 10_000_000);
        require("max-ended-objects", settings.maxEndedObjects(), 1, 10_000_000);
        require("max-state-bytes", settings.maxStateBytes(), 1 << 20, 1L << 40);
        require("command-timeout", settings.commandTimeoutMillis(), 1, Integer.MAX_VALUE);
        require("approval-timeout", settings.approvalTimeoutMillis(), 1, Integer.MAX_VALUE);
        require("idempotency-window", settings.idempotencyWindow(), 1, 10_000_000);
        require("max-restarts", settings.maxRestarts(), 0, 1_000);
        Set<String> backends = Stream.concat(
                        BUILT_IN_BACKENDS.stream(), exec.stream().map(ExecSettings::name))
                .collect(Collectors.toSet());
        if (backends.size() != BUILT_IN_BACKENDS.size() + exec.size()) {
            throw new ConfigurationException("Two backends have one name; \"claude\" and \"echo\" are always there");
        }
        if (!backends.contains(defaultBackend) && !defaultBackend.equals(AUTOMATIC_BACKEND)) {
            throw new ConfigurationException("backend: there is no \"" + defaultBackend + "\", only "
                    + backends.stream().sorted().collect(Collectors.joining(", "))
                    + "; add one by exec." + defaultBackend + " = COMMAND");
        }
        BindPolicy.check(host, authentication, tls.isPresent(), behindTlsProxy).ifPresent(refusal -> {
            throw new ConfigurationException("host: " + refusal);
        });
        for (String origin : allowedOrigins) {
            if (!origin.matches("https?://[^/*\\s?#@]+")) {
                throw new ConfigurationException("allowed-origins: \"" + origin
                        + "\" is no origin; write it like https://host or http://host:3000, without a path");
            }
        }
    }

    private static void require(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ConfigurationException(
                    key + ": " + value + " is out of its range, from " + least + " to " + most);
        }
    }
}
