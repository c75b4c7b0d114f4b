package io.agentbridge.gateway.wire;

/**
 * What a message may hold; part of the acknowledgement, so that a client can know.
 *
 * @param maxMessageBytes largest message; enforced by the WebSocket codec on the frame header
 * @param maxDepth deepest nesting of JSON
 * @param maxIdChars longest id
 * @param maxNameChars longest short text: title, name, model, capability
 * @param maxListItems most items of a list: capabilities, dependencies, filter entries
 */
public record WireLimits(int maxMessageBytes, int maxDepth, int maxIdChars, int maxNameChars, int maxListItems) {
    /** The limits that apply where nothing else is configured. */
    public static final WireLimits DEFAULT = new WireLimits(10 << 20, 64, 256, 1_024, 64);
}
