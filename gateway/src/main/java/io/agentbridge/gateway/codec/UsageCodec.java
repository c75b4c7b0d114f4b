package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.Usage;

/** Tokens and money, as a member. */
final class UsageCodec {
    private UsageCodec() {}

    /** Writes it as a member, unless it is {@link Usage#NONE}. */
    static void encode(ObjectWriter out, Field field, Usage usage) {
        if (usage.equals(Usage.NONE)) {
            return;
        }
        out.begin(field);
        out.optionalNumber(Field.INPUT_TOKENS, usage.inputTokens());
        out.optionalNumber(Field.OUTPUT_TOKENS, usage.outputTokens());
        out.optionalNumber(Field.CACHE_READ_TOKENS, usage.cacheReadTokens());
        out.optionalNumber(Field.CACHE_WRITE_TOKENS, usage.cacheWriteTokens());
        out.optionalNumber(Field.COST_MICROS, usage.costMicros());
        out.end();
    }

    static Usage decode(ObjectReader in) {
        long inputTokens = 0;
        long outputTokens = 0;
        long cacheReadTokens = 0;
        long cacheWriteTokens = 0;
        long costMicros = 0;
        in.begin();
        while (in.next()) {
            switch (in.field()) {
                case INPUT_TOKENS -> inputTokens = in.number();
                case OUTPUT_TOKENS -> outputTokens = in.number();
                case CACHE_READ_TOKENS -> cacheReadTokens = in.number();
                case CACHE_WRITE_TOKENS -> cacheWriteTokens = in.number();
                case COST_MICROS -> costMicros = in.number();
                default -> in.skip();
            }
        }
        return new Usage(inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, costMicros);
    }
}
