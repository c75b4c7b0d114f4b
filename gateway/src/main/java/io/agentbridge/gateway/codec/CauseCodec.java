package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Dialect;

/** Who asked for something, as a member {@code "cause"}. */
final class CauseCodec {
    static final EnumCodes<Dialect> DIALECTS = EnumCodes.of(Dialect.values());

    private CauseCodec() {}

    /** Writes it as a member, unless it is {@link Cause#NONE}. */
    static void encode(ObjectWriter out, Field field, Cause cause) {
        if (cause.equals(Cause.NONE)) {
            return;
        }
        out.begin(field);
        out.optionalText(Field.PRINCIPAL, cause.principal());
        out.optionalText(Field.CLIENT_ID, cause.clientId());
        out.optionalText(Field.REQUEST_ID, cause.requestId());
        out.optionalText(Field.CORRELATION_ID, cause.correlationId());
        out.optionalName(Field.DIALECT, DIALECTS, cause.dialect(), Dialect.STANDARD);
        out.optionalHash(Field.CONTENT_HASH, cause.contentHash());
        out.optionalNumber(Field.FIRST_SENT_AT, cause.firstSentAt(), -1);
        out.end();
    }

    static Cause decode(ObjectReader in) {
        String principal = "";
        String clientId = "";
        String requestId = "";
        String correlationId = "";
        Dialect dialect = Dialect.STANDARD;
        long contentHash = 0;
        long firstSentAt = -1;
        in.begin();
        while (in.next()) {
            switch (in.field()) {
                case PRINCIPAL -> principal = in.text();
                case CLIENT_ID -> clientId = in.text();
                case REQUEST_ID -> requestId = in.text();
                case CORRELATION_ID -> correlationId = in.text();
                case DIALECT -> dialect = in.name(DIALECTS);
                case CONTENT_HASH -> contentHash = in.hash();
                case FIRST_SENT_AT -> firstSentAt = in.number();
                default -> in.skip();
            }
        }
        return new Cause(principal, clientId, requestId, correlationId, dialect, contentHash, firstSentAt);
    }
}
