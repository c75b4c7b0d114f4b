package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Dialect;
import java.io.IOException;

/** Who asked for something, as a member {@code "cause"}. */
final class CauseCodec {
    static final EnumNames<Dialect> DIALECTS = EnumNames.of(Dialect.values());

    private CauseCodec() {}

    /** Writes it as a member, unless it is {@link Cause#NONE}. */
    static void encode(ObjectWriter out, String member, Cause cause) {
        if (cause.equals(Cause.NONE)) {
            return;
        }
        out.begin(member);
        out.optionalText("principal", cause.principal());
        out.optionalText("client_id", cause.clientId());
        out.optionalText("request_id", cause.requestId());
        out.optionalText("correlation_id", cause.correlationId());
        out.optionalName("dialect", DIALECTS, cause.dialect(), Dialect.STANDARD);
        out.optionalHash("content_hash", cause.contentHash());
        out.optionalNumber("first_sent_at", cause.firstSentAt(), -1);
        out.end();
    }

    static Cause decode(ObjectReader in) throws IOException {
        String principal = "";
        String clientId = "";
        String requestId = "";
        String correlationId = "";
        Dialect dialect = Dialect.STANDARD;
        long contentHash = 0;
        long firstSentAt = -1;
        in.begin();
        while (in.next()) {
            switch (in.name()) {
                case "principal" -> principal = in.text();
                case "client_id" -> clientId = in.text();
                case "request_id" -> requestId = in.text();
                case "correlation_id" -> correlationId = in.text();
                case "dialect" -> dialect = in.name(DIALECTS);
                case "content_hash" -> contentHash = in.hash();
                case "first_sent_at" -> firstSentAt = in.number();
                default -> in.skip();
            }
        }
        return new Cause(principal, clientId, requestId, correlationId, dialect, contentHash, firstSentAt);
    }
}
