package io.agentbridge.gateway.wire;

import io.agentbridge.gateway.json.JsonName;

/** The type of a message that the server sends. */
final class MessageType {
    static final MessageType AGENT_COORDINATION = new MessageType("agent:coordination");
    static final MessageType AGENT_CREATED = new MessageType("agent:created");
    static final MessageType AGENT_ERROR = new MessageType("agent:error");
    static final MessageType AGENT_HANDOFF = new MessageType("agent:handoff");
    static final MessageType AGENT_HEARTBEAT = new MessageType("agent:heartbeat");
    static final MessageType AGENT_MESSAGE = new MessageType("agent:message");
    static final MessageType AGENT_STATUS = new MessageType("agent:status");
    static final MessageType AGENT_STOPPED = new MessageType("agent:stopped");
    static final MessageType APPROVAL_REQUESTED = new MessageType("approval:requested");
    static final MessageType APPROVAL_RESOLVED = new MessageType("approval:resolved");
    static final MessageType COMMAND_ERROR = new MessageType("command:error");
    static final MessageType COMMAND_PROGRESS = new MessageType("command:progress");
    /** The answer in the second dialect. */
    static final MessageType COMMAND_RESPONSE = new MessageType("command_response");

    static final MessageType COMMAND_RESULT = new MessageType("command:result");
    static final MessageType CONNECTION_ACK = new MessageType("connection:ack");
    static final MessageType CONNECTION_PING = new MessageType("connection:ping");
    static final MessageType CONNECTION_PONG = new MessageType("connection:pong");
    static final MessageType CONNECTION_SNAPSHOT = new MessageType("connection:snapshot");
    static final MessageType CONNECTION_SUBSCRIBED = new MessageType("connection:subscribed");
    static final MessageType CONNECTION_BUNDLE = new MessageType("connection:bundle");
    static final MessageType SERVER_STARTED = new MessageType("server:started");
    static final MessageType SYSTEM_ERROR = new MessageType("system:error");
    static final MessageType SYSTEM_HISTORY = new MessageType("system:history");
    static final MessageType SYSTEM_METRIC = new MessageType("system:metric");
    static final MessageType SYSTEM_STATE = new MessageType("system:state");
    static final MessageType TASK_COMPLETE = new MessageType("task:complete");
    static final MessageType TASK_FAILED = new MessageType("task:failed");
    static final MessageType TASK_UPDATE = new MessageType("task:update");

    private final String text;
    private final JsonName encoded;

    private MessageType(String text) {
        this.text = text;
        this.encoded = JsonName.value(text);
    }

    String text() {
        return text;
    }

    JsonName encoded() {
        return encoded;
    }
}
