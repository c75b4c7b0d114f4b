package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.Settings;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The limits that the engine decides by; all of them are written, for the defaults may change. */
final class SettingsCodec {
    private SettingsCodec() {}

    /** Writes it as a member. */
    static void encode(ObjectWriter out, String member, Settings settings) {
        out.begin(member);
        out.number("behaviour_level", settings.behaviourLevel());
        out.number("max_agents", settings.maxAgents());
        out.number("max_queued_commands", settings.maxQueuedCommands());
        out.number("max_open_tasks", settings.maxOpenTasks());
        out.number("max_ended_objects", settings.maxEndedObjects());
        out.number("max_state_bytes", settings.maxStateBytes());
        out.number("command_timeout_millis", settings.commandTimeoutMillis());
        out.number("approval_timeout_millis", settings.approvalTimeoutMillis());
        out.number("idempotency_window", settings.idempotencyWindow());
        out.number("max_restarts", settings.maxRestarts());
        out.end();
    }

    static Settings decode(ObjectReader in) throws IOException {
        @Nullable Integer behaviourLevel = null;
        @Nullable Integer maxAgents = null;
        @Nullable Integer maxQueuedCommands = null;
        @Nullable Integer maxOpenTasks = null;
        @Nullable Integer maxEndedObjects = null;
        @Nullable Long maxStateBytes = null;
        @Nullable Long commandTimeoutMillis = null;
        @Nullable Long approvalTimeoutMillis = null;
        @Nullable Integer idempotencyWindow = null;
        @Nullable Integer maxRestarts = null;
        in.begin();
        while (in.next()) {
            switch (in.name()) {
                case "behaviour_level" -> behaviourLevel = in.integer();
                case "max_agents" -> maxAgents = in.integer();
                case "max_queued_commands" -> maxQueuedCommands = in.integer();
                case "max_open_tasks" -> maxOpenTasks = in.integer();
                case "max_ended_objects" -> maxEndedObjects = in.integer();
                case "max_state_bytes" -> maxStateBytes = in.number();
                case "command_timeout_millis" -> commandTimeoutMillis = in.number();
                case "approval_timeout_millis" -> approvalTimeoutMillis = in.number();
                case "idempotency_window" -> idempotencyWindow = in.integer();
                case "max_restarts" -> maxRestarts = in.integer();
                default -> in.skip();
            }
        }
        return new Settings(
                in.require("behaviour_level", behaviourLevel),
                in.require("max_agents", maxAgents),
                in.require("max_queued_commands", maxQueuedCommands),
                in.require("max_open_tasks", maxOpenTasks),
                in.require("max_ended_objects", maxEndedObjects),
                in.require("max_state_bytes", maxStateBytes),
                in.require("command_timeout_millis", commandTimeoutMillis),
                in.require("approval_timeout_millis", approvalTimeoutMillis),
                in.require("idempotency_window", idempotencyWindow),
                in.require("max_restarts", maxRestarts));
    }
}
