package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.MessageKind;
import io.agentbridge.engine.model.RelayedMessage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A message between agents, as an object. */
final class MessageCodec {
    static final EnumNames<MessageKind> KINDS = EnumNames.of(MessageKind.values());

    private MessageCodec() {}

    /** Writes it as a member. */
    static void encode(ObjectWriter out, String member, RelayedMessage message) {
        out.begin(member);
        out.text("id", message.id());
        out.name("kind", KINDS, message.kind());
        out.optionalText("from_agent", message.fromAgent());
        out.text("to_agent", message.toAgent());
        BodyCodec.encode(out, "content", message.content());
        out.optionalText("message_type", message.messageType());
        BodyCodec.encode(out, "metadata", message.metadata());
        BodyCodec.encode(out, "details", message.details());
        out.end();
    }

    static RelayedMessage decode(ObjectReader in) throws IOException {
        @Nullable String id = null;
        @Nullable MessageKind kind = null;
        String fromAgent = "";
        @Nullable String toAgent = null;
        Body content = Body.none();
        String messageType = "";
        Body metadata = Body.none();
        Body details = Body.none();
        in.begin();
        while (in.next()) {
            switch (in.name()) {
                case "id" -> id = in.text();
                case "kind" -> kind = in.name(KINDS);
                case "from_agent" -> fromAgent = in.text();
                case "to_agent" -> toAgent = in.text();
                case "content" -> content = BodyCodec.decode(in);
                case "message_type" -> messageType = in.text();
                case "metadata" -> metadata = BodyCodec.decode(in);
                case "details" -> details = BodyCodec.decode(in);
                default -> in.skip();
            }
        }
        return new RelayedMessage(
                in.require("id", id),
                in.require("kind", kind),
                fromAgent,
                in.require("to_agent", toAgent),
                content,
                messageType,
                metadata,
                details);
    }
}
