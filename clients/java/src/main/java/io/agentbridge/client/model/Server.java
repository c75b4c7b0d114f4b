package io.agentbridge.client.model;

import io.agentbridge.client.json.JsonObject;
import java.util.List;

/**
 * What the server says of itself when a connection opens.
 *
 * @param clientId what it calls this connection
 * @param epoch names its history
 * @param sequence the newest event then
 * @param role what this client may do
 * @param durability what an acknowledgement means: os, disk or quorum
 * @param limits such as max_message_bytes
 * @param backends what can drive agents: names, or objects with a name
 */
public record Server(
        String clientId,
        String epoch,
        long sequence,
        String role,
        String durability,
        JsonObject limits,
        List<Object> backends) {
    /** Reads it as the server shows it. @throws io.agentbridge.client.json.JsonException if it is something else */
    public static Server of(JsonObject object) {
        return new Server(
                object.text("client_id"),
                object.text("epoch"),
                object.whole("sequence"),
                object.optionalText("role").orElse(""),
                object.optionalText("durability").orElse(""),
                object.optionalObject("limits").orElse(JsonObject.EMPTY),
                object.list("backends"));
    }
}
