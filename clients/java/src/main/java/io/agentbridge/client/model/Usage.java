package io.agentbridge.client.model;

import io.agentbridge.client.json.JsonObject;

/**
 * Tokens and US dollars.
 *
 * @param inputTokens tokens read
 * @param outputTokens tokens written
 * @param cacheReadTokens tokens read from the cache
 * @param cacheWriteTokens tokens written to the cache
 * @param costUsd US dollars
 */
public record Usage(long inputTokens, long outputTokens, long cacheReadTokens, long cacheWriteTokens, double costUsd) {
    /** Reads it as the server shows it. @throws io.agentbridge.client.json.JsonException if it is something else */
    public static Usage of(JsonObject object) {
        return new Usage(
                object.optionalWhole("input_tokens").orElse(0L),
                object.optionalWhole("output_tokens").orElse(0L),
                object.optionalWhole("cache_read_tokens").orElse(0L),
                object.optionalWhole("cache_write_tokens").orElse(0L),
                object.optionalDecimal("cost_usd").orElse(0.0));
    }
}
