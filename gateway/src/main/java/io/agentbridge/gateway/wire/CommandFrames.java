package io.agentbridge.gateway.wire;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandStatus;
import io.agentbridge.engine.model.ErrorType;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.gateway.json.JsonName;
import io.agentbridge.gateway.json.JsonOutput;
import java.util.List;

/** The frames of what happens to commands, and of what agents say while at work on them. For one thread. */
final class CommandFrames {
    private static final JsonName CANCEL_COMMAND = JsonName.value("cancel_command");
    private static final JsonName DELIVERED = JsonName.value("delivered");
    private static final JsonName EXECUTING = JsonName.value("executing");
    private static final EnumNames<ProgressKind> KINDS = new EnumNames<>(ProgressKind.values());

    private final EventFrame frame;
    private final JsonOutput output;
    private final ObjectWriter objects;
    private final ErrorWriter errors;

    CommandFrames(EventFrame frame) {
        this.frame = frame;
        this.output = frame.output();
        this.objects = frame.objects();
        this.errors = new ErrorWriter(output);
    }

    /** A piece of output, which is not kept. */
    byte[] delta(String agentId, String commandId, ProgressKind kind, String text, long timestampMillis) {
        frame.beginEphemeral(MessageType.COMMAND_PROGRESS, agentId, timestampMillis);
        progressHead(commandId, agentId, kind);
        objects.text(Keys.DELTA, text);
        return frame.end();
    }

    /** Where it stands now. */
    List<byte[]> progress(Event event, Command command) {
        return progress(event, command, ObjectWriter.COMMAND_STATUSES.encoded(command.status()));
    }

    List<byte[]> delivered(Event event, Command command) {
        return progress(event, command, DELIVERED);
    }

    List<byte[]> cancelling(Event event, Command command) {
        return progress(event, command, EventFrame.CANCELLING);
    }

    private List<byte[]> progress(Event event, Command command, JsonName status) {
        frame.begin(event, MessageType.COMMAND_PROGRESS, command.agentId(), command.cause(), Cause.NONE);
        objects.preview(Keys.COMMAND, command.text());
        objects.text(Keys.AGENT_ID, command.agentId());
        output.name(Keys.STATUS);
        output.value(status);
        output.name(Keys.PROGRESS);
        output.fixed(0, 1);
        request(command);
        objects.text(Keys.COMMAND_ID, command.id());
        objects.origin(command);
        objects.truncated();
        return List.of(frame.end());
    }

    private void request(Command command) {
        objects.textOrNull(Keys.REQUEST_ID, command.cause().requestId());
        objects.textOrNull(Keys.REQUEST_CORRELATION_ID, command.cause().correlationId());
    }

    /** What its agent said. */
    List<byte[]> progressed(Event event, Fact.CommandProgressed progressed) {
        frame.begin(event, MessageType.COMMAND_PROGRESS, progressed.agentId(), Cause.NONE, Cause.NONE);
        progressHead(progressed.commandId(), progressed.agentId(), progressed.kind());
        switch (progressed.kind()) {
            case TEXT, THINKING, STATUS -> objects.body(Keys.CONTENT, progressed.content());
            case TOOL_USE, TOOL_RESULT -> objects.agentsJson(Keys.CONTENT, progressed.content(), "null");
        }
        return List.of(frame.end());
    }

    private void progressHead(String commandId, String agentId, ProgressKind kind) {
        output.name(Keys.COMMAND);
        output.value("");
        objects.text(Keys.AGENT_ID, agentId);
        output.name(Keys.STATUS);
        output.value(EXECUTING);
        output.name(Keys.PROGRESS);
        output.fixed(0, 1);
        objects.text(Keys.COMMAND_ID, commandId);
        output.name(Keys.KIND);
        output.value(KINDS.encoded(kind));
    }

    /** For everybody, or the answer if there is a requester. */
    byte[] ended(Event event, Command command, Cause requester) {
        boolean completed = command.status() == CommandStatus.COMPLETED;
        frame.begin(
                event,
                completed ? MessageType.COMMAND_RESULT : MessageType.COMMAND_ERROR,
                command.agentId(),
                command.cause(),
                requester);
        if (!completed) {
            errors.begin(ErrorType.COMMAND_ERROR, objects.textOf(command.error(), describe(command.status())));
            output.name(Keys.STATUS);
            output.value(ObjectWriter.COMMAND_STATUSES.encoded(command.status()));
            output.name(Keys.FAILURE);
            output.value(ObjectWriter.FAILURES.encoded(command.failure()));
            errors.end();
        }
        objects.body(Keys.COMMAND, command.text());
        objects.text(Keys.AGENT_ID, command.agentId());
        if (completed) {
            objects.body(Keys.RESULT, command.result());
        }
        objects.seconds(Keys.EXECUTION_TIME, command.executionMillis());
        objects.bool(Keys.SUCCESS, completed);
        objects.text(Keys.COMMAND_ID, command.id());
        output.name(Keys.STATUS);
        output.value(ObjectWriter.COMMAND_STATUSES.encoded(command.status()));
        request(command);
        objects.origin(command);
        objects.usage(command.usage());
        return frame.end();
    }

    private static String describe(CommandStatus status) {
        return switch (status) {
            case CANCELLED -> "the command was cancelled";
            case UNKNOWN -> "it is not known whether the agent carried the command out";
            case QUEUED, EXECUTING, WAITING_APPROVAL, COMPLETED, FAILED -> "the command failed";
        };
    }

    byte[] answerCancelling(Event event, Command command, Cause requester) {
        frame.begin(event, MessageType.COMMAND_RESULT, EventFrame.SYSTEM, command.cause(), requester);
        frame.result(CANCEL_COMMAND);
        int start = output.size();
        objects.text(Keys.COMMAND_ID, command.id());
        objects.text(Keys.AGENT_ID, command.agentId());
        output.name(Keys.STATUS);
        output.value(EventFrame.CANCELLING);
        frame.copiedObject(Keys.RESULT, start, output.size());
        return frame.end();
    }
}
