package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.Settings;
import org.jspecify.annotations.Nullable;

/** The limits that the engine decides by; all of them are written, for the defaults may change. */
final class SettingsCodec {
    private SettingsCodec() {}

    /** Writes it as a member. */
    static void encode(ObjectWriter out, Field field, Settings settings) {
        out.begin(field);
        out.number(Field.BEHAVIOUR_LEVEL, settings.behaviourLevel());
        out.number(Field.MAX_AGENTS, settings.maxAgents());
        out.number(Field.MAX_QUEUED_COMMANDS, settings.maxQueuedCommands());
        out.number(Field.MAX_OPEN_TASKS, settings.maxOpenTasks());
        out.number(Field.MAX_ENDED_OBJECTS, settings.maxEndedObjects());
        out.number(Field.MAX_STATE_BYTES, settings.maxStateBytes());
        out.number(Field.COMMAND_TIMEOUT_MILLIS, settings.commandTimeoutMillis());
        out.number(Field.APPROVAL_TIMEOUT_MILLIS, settings.approvalTimeoutMillis());
        out.number(Field.IDEMPOTENCY_WINDOW, settings.idempotencyWindow());
        out.number(Field.MAX_RESTARTS, settings.maxRestarts());
        out.end();
    }

    static Settings decode(ObjectReader in) {
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
            switch (in.field()) {
                case BEHAVIOUR_LEVEL -> behaviourLevel = in.integer();
                case MAX_AGENTS -> maxAgents = in.integer();
                case MAX_QUEUED_COMMANDS -> maxQueuedCommands = in.integer();
                case MAX_OPEN_TASKS -> maxOpenTasks = in.integer();
                case MAX_ENDED_OBJECTS -> maxEndedObjects = in.integer();
                case MAX_STATE_BYTES -> maxStateBytes = in.number();
                case COMMAND_TIMEOUT_MILLIS -> commandTimeoutMillis = in.number();
                case APPROVAL_TIMEOUT_MILLIS -> approvalTimeoutMillis = in.number();
                case IDEMPOTENCY_WINDOW -> idempotencyWindow = in.integer();
                case MAX_RESTARTS -> maxRestarts = in.integer();
                default -> in.skip();
            }
        }
        return new Settings(
                in.require(Field.BEHAVIOUR_LEVEL, behaviourLevel),
                in.require(Field.MAX_AGENTS, maxAgents),
                in.require(Field.MAX_QUEUED_COMMANDS, maxQueuedCommands),
                in.require(Field.MAX_OPEN_TASKS, maxOpenTasks),
                in.require(Field.MAX_ENDED_OBJECTS, maxEndedObjects),
                in.require(Field.MAX_STATE_BYTES, maxStateBytes),
                in.require(Field.COMMAND_TIMEOUT_MILLIS, commandTimeoutMillis),
                in.require(Field.APPROVAL_TIMEOUT_MILLIS, approvalTimeoutMillis),
                in.require(Field.IDEMPOTENCY_WINDOW, idempotencyWindow),
                in.require(Field.MAX_RESTARTS, maxRestarts));
    }
}
