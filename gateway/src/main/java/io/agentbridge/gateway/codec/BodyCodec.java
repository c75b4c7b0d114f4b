package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.Body;
import org.jspecify.annotations.Nullable;

/** A body as a member: a text if held in place, an object if stored, nothing if empty. */
final class BodyCodec {
    private BodyCodec() {}

    static void encode(ObjectWriter out, Field field, Body body) {
        switch (body) {
            case Body.Inline inline -> out.optionalText(field, inline.text());
            case Body.Stored stored -> {
                out.begin(field);
                out.text(Field.BLOB, stored.hash());
                out.optionalNumber(Field.BYTES, stored.bytes());
                out.optionalText(Field.PREVIEW, stored.preview());
                out.end();
            }
        }
    }

    static Body decode(ObjectReader in) {
        if (in.isText()) {
            return Body.of(in.text());
        }
        @Nullable String hash = null;
        long bytes = 0;
        String preview = "";
        in.begin();
        while (in.next()) {
            switch (in.field()) {
                case BLOB -> hash = in.text();
                case BYTES -> bytes = in.number();
                case PREVIEW -> preview = in.text();
                default -> in.skip();
            }
        }
        return new Body.Stored(in.require(Field.BLOB, hash), bytes, preview);
    }
}
