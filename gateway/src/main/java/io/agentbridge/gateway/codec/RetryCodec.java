package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.Retry;

/** How often a task is tried, as a member. */
final class RetryCodec {
    private RetryCodec() {}

    /** Writes it as a member, unless it is {@link Retry#NONE}. */
    static void encode(ObjectWriter out, Field field, Retry retry) {
        if (retry.equals(Retry.NONE)) {
            return;
        }
        out.begin(field);
        out.optionalNumber(Field.MAX_ATTEMPTS, retry.maxAttempts(), 1);
        out.optionalNumber(Field.BACKOFF_MILLIS, retry.backoffMillis());
        out.end();
    }

    static Retry decode(ObjectReader in) {
        int maxAttempts = 1;
        long backoffMillis = 0;
        in.begin();
        while (in.next()) {
            switch (in.field()) {
                case MAX_ATTEMPTS -> maxAttempts = in.integer();
                case BACKOFF_MILLIS -> backoffMillis = in.number();
                default -> in.skip();
            }
        }
        return new Retry(maxAttempts, backoffMillis);
    }
}
