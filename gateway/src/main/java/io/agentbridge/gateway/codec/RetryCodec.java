package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.Retry;
import java.io.IOException;

/** How often a task is tried, as a member. */
final class RetryCodec {
    private RetryCodec() {}

    /** Writes it as a member, unless it is {@link Retry#NONE}. */
    static void encode(ObjectWriter out, String member, Retry retry) {
        if (retry.equals(Retry.NONE)) {
            return;
        }
        out.begin(member);
        out.optionalNumber("max_attempts", retry.maxAttempts(), 1);
        out.optionalNumber("backoff_millis", retry.backoffMillis());
        out.end();
    }

    static Retry decode(ObjectReader in) throws IOException {
        int maxAttempts = 1;
        long backoffMillis = 0;
        in.begin();
        while (in.next()) {
            switch (in.name()) {
                case "max_attempts" -> maxAttempts = in.integer();
                case "backoff_millis" -> backoffMillis = in.number();
                default -> in.skip();
            }
        }
        return new Retry(maxAttempts, backoffMillis);
    }
}
