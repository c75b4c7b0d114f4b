package io.agentbridge.gateway.wire;

import io.agentbridge.engine.model.ErrorType;
import io.agentbridge.gateway.json.JsonOutput;

/** Writes the payload that every error has. For one thread. */
final class ErrorWriter {
    static final EnumNames<ErrorType> ERROR_TYPES = new EnumNames<>(ErrorType.values());

    private final JsonOutput output;

    ErrorWriter(JsonOutput output) {
        this.output = output;
    }

    /** The type of the message that tells an error of this class. */
    static MessageType messageType(ErrorType type) {
        return switch (type) {
            case AGENT_ERROR -> MessageType.AGENT_ERROR;
            case COMMAND_ERROR -> MessageType.COMMAND_ERROR;
            case VALIDATION_ERROR,
                    JSON_ERROR,
                    PROCESSING_ERROR,
                    TASK_ERROR,
                    SYSTEM_ERROR,
                    RATE_LIMITED,
                    OVERLOADED,
                    UNAUTHORIZED,
                    FORBIDDEN,
                    CONFLICT,
                    TOO_OLD,
                    NOT_RETAINED -> MessageType.SYSTEM_ERROR;
        };
    }

    /** The members up to the metadata, which is left open. */
    void begin(ErrorType type, String message) {
        output.name(Keys.ERROR_TYPE);
        output.value(ERROR_TYPES.encoded(type));
        output.name(Keys.ERROR_CODE);
        output.value(ERROR_TYPES.encoded(type));
        output.name(Keys.ERROR_MESSAGE);
        output.value(message);
        output.name(Keys.MESSAGE);
        output.value(message);
        output.name(Keys.ERROR);
        output.value(message);
        output.name(Keys.METADATA);
        output.beginObject();
    }

    /** Closes the metadata. */
    void end() {
        output.endObject();
    }
}
