package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.Usage;
import java.io.IOException;

/** Tokens and money, as a member. */
final class UsageCodec {
    private UsageCodec() {}

    /** Writes it as a member, unless it is {@link Usage#NONE}. */
    static void encode(ObjectWriter out, String member, Usage usage) {
        if (usage.equals(Usage.NONE)) {
            return;
        }
        out.begin(member);
        out.optionalNumber("input_tokens", usage.inputTokens());
        out.optionalNumber("output_tokens", usage.outputTokens());
        out.optionalNumber("cache_read_tokens", usage.cacheReadTokens());
        out.optionalNumber("cache_write_tokens", usage.cacheWriteTokens());
        out.optionalNumber("cost_micros", usage.costMicros());
        out.end();
    }

    static Usage decode(ObjectReader in) throws IOException {
        long inputTokens = 0;
        long outputTokens = 0;
        long cacheReadTokens = 0;
        long cacheWriteTokens = 0;
        long costMicros = 0;
        in.begin();
        while (in.next()) {
            switch (in.name()) {
                case "input_tokens" -> inputTokens = in.number();
                case "output_tokens" -> outputTokens = in.number();
                case "cache_read_tokens" -> cacheReadTokens = in.number();
                case "cache_write_tokens" -> cacheWriteTokens = in.number();
                case "cost_micros" -> costMicros = in.number();
                default -> in.skip();
            }
        }
        return new Usage(inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, costMicros);
    }
}
