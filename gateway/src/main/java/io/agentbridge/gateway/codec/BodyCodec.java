package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.Body;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A body as a member: a text if held in place, an object if stored, nothing if empty. */
final class BodyCodec {
    private BodyCodec() {}

    static void encode(ObjectWriter out, String member, Body body) {
        switch (body) {
            case Body.Inline inline -> out.optionalText(member, inline.text());
            case Body.Stored stored -> {
                out.begin(member);
                out.text("blob", stored.hash());
                out.optionalNumber("bytes", stored.bytes());
                out.optionalText("preview", stored.preview());
                out.end();
            }
        }
    }

    static Body decode(ObjectReader in) throws IOException {
        if (in.isText()) {
            return Body.of(in.text());
        }
        @Nullable String hash = null;
        long bytes = 0;
        String preview = "";
        in.begin();
        while (in.next()) {
            switch (in.name()) {
                case "blob" -> hash = in.text();
                case "bytes" -> bytes = in.number();
                case "preview" -> preview = in.text();
                default -> in.skip();
            }
        }
        return new Body.Stored(in.require("blob", hash), bytes, preview);
    }
}
