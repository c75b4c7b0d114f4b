package io.agentbridge.gateway;

import io.agentbridge.agents.BackendCatalog;
import io.agentbridge.agents.claude.ClaudeConfiguration;
import io.agentbridge.agents.exec.ExecConfiguration;
import io.agentbridge.agents.process.ProcessSupervisor;
import io.agentbridge.gateway.configuration.ClaudeSettings;
import io.agentbridge.gateway.configuration.Configuration;
import io.agentbridge.gateway.configuration.ExecSettings;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the configuration says of backends, in the terms of the agents room. */
final class BackendSettings {
    private static final long MAX_OUTPUT_BYTES = 64 << 20;

    private BackendSettings() {}

    /**
     * The backends that are configured and found.
     *
     * @throws IOException if they cannot be; the message says what to change
     */
    static BackendCatalog catalog(Configuration configuration, String version, ProcessSupervisor supervisor)
            throws IOException {
        String chosen = configuration.defaultBackend();
        try {
            return BackendCatalog.find(
                    List.of(claude(configuration.claude())),
                    configuration.exec().stream().map(BackendSettings::exec).toList(),
                    chosen.equals(Configuration.AUTOMATIC_BACKEND) ? "" : chosen,
                    System.getenv().getOrDefault("PATH", ""),
                    version,
                    supervisor);
        } catch (IllegalArgumentException refused) {
            throw new IOException(refused.getMessage(), refused);
        }
    }

    private static ClaudeConfiguration claude(ClaudeSettings settings) {
        ClaudeConfiguration usual = ClaudeConfiguration.DEFAULT;
        Set<String> passed = new HashSet<>(usual.passedEnvironment());
        passed.addAll(settings.passedEnvironment());
        return new ClaudeConfiguration(
                usual.name(),
                settings.path(),
                usual.permissionMode(),
                usual.allowBypass(),
                usual.settingSources(),
                passed,
                usual.setEnvironment(),
                usual.startMillis(),
                settings.silenceMillis(),
                usual.toolSilenceMillis(),
                usual.cancelMillis());
    }

    private static ExecConfiguration exec(ExecSettings settings) {
        return new ExecConfiguration(settings.name(), settings.command(), Set.of(), Map.of(), 0, MAX_OUTPUT_BYTES);
    }
}
