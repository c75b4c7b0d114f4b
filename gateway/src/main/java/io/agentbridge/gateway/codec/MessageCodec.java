package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.MessageKind;
import io.agentbridge.engine.model.RelayedMessage;
import org.jspecify.annotations.Nullable;

/** A message between agents, as an object. */
final class MessageCodec {
    static final EnumCodes<MessageKind> KINDS = EnumCodes.of(MessageKind.values());

    private MessageCodec() {}

    /** Writes it as a member. */
    static void encode(ObjectWriter out, Field field, RelayedMessage message) {
        out.begin(field);
        out.text(Field.ID, message.id());
        out.name(Field.KIND, KINDS, message.kind());
        out.optionalText(Field.FROM_AGENT, message.fromAgent());
        out.text(Field.TO_AGENT, message.toAgent());
        BodyCodec.encode(out, Field.CONTENT, message.content());
        out.optionalText(Field.MESSAGE_TYPE, message.messageType());
        BodyCodec.encode(out, Field.METADATA, message.metadata());
        BodyCodec.encode(out, Field.DETAILS, message.details());
        out.end();
    }

    static RelayedMessage decode(ObjectReader in) {
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
            switch (in.field()) {
                case ID -> id = in.text();
                case KIND -> kind = in.name(KINDS);
                case FROM_AGENT -> fromAgent = in.text();
                case TO_AGENT -> toAgent = in.text();
                case CONTENT -> content = BodyCodec.decode(in);
                case MESSAGE_TYPE -> messageType = in.text();
                case METADATA -> metadata = BodyCodec.decode(in);
                case DETAILS -> details = BodyCodec.decode(in);
                default -> in.skip();
            }
        }
        return new RelayedMessage(
                in.require(Field.ID, id),
                in.require(Field.KIND, kind),
                fromAgent,
                in.require(Field.TO_AGENT, toAgent),
                content,
                messageType,
                metadata,
                details);
    }
}
