package io.agentbridge.client.model;

import io.agentbridge.client.json.JsonObject;
import java.util.Optional;

/**
 * What a running command says: a change of its status, a complete piece ({@code content}), or a part of one ({@code delta}).
 * Some deltas may be missing or merged after a disconnection; complete pieces never are.
 *
 * @param commandId the command
 * @param kind what it is; empty for a change of status
 * @param status the new status of the command, or empty
 * @param delta a piece of text as it is written
 * @param content a complete piece, any JSON value
 * @param usage what was used for it
 */
public record Progress(
        Optional<String> commandId,
        Optional<ProgressKind> kind,
        String status,
        Optional<String> delta,
        Optional<Object> content,
        Optional<Usage> usage) {
    /** Reads it as the server shows it. @throws io.agentbridge.client.json.JsonException if it is something else */
    public static Progress of(JsonObject object) {
        return new Progress(
                object.optionalText("command_id"),
                object.optionalText("kind").map(ProgressKind::of),
                object.optionalText("status").orElse(""),
                object.optionalText("delta"),
                object.value("content"),
                object.optionalObject("usage").map(Usage::of));
    }
}
