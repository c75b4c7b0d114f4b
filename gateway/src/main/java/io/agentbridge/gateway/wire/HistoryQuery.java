package io.agentbridge.gateway.wire;

/**
 * Which past events are wanted.
 *
 * @param from first sequence wanted
 * @param to last sequence wanted, {@link Long#MAX_VALUE} for the newest
 * @param sinceMillis earliest time wanted, {@link Long#MIN_VALUE} for any
 * @param untilMillis latest time wanted, {@link Long#MAX_VALUE} for any
 * @param filter which events of these
 * @param text what one of their texts must contain, whatever its case; empty for anything
 * @param limit most events wanted, from 1 to 1,000
 * @param backward whether the newest are wanted first: those before {@code to} instead of those after {@code from}
 */
public record HistoryQuery(
        long from,
        long to,
        long sinceMillis,
        long untilMillis,
        Filter filter,
        String text,
        int limit,
        boolean backward) {}
