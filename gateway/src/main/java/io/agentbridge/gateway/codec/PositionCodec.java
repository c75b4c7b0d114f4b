package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.OutputPosition;

/** How far an output was consumed, as a member {@code "position"}. */
final class PositionCodec {
    private PositionCodec() {}

    /** Writes it as a member, unless it is {@link OutputPosition#NONE}. */
    static void encode(ObjectWriter out, Field field, OutputPosition outputPosition) {
        if (outputPosition.equals(OutputPosition.NONE)) {
            return;
        }
        out.begin(field);
        out.optionalNumber(Field.INCARNATION, outputPosition.incarnation());
        out.optionalNumber(Field.END_OFFSET, outputPosition.endOffset());
        out.end();
    }

    static OutputPosition decode(ObjectReader in) {
        int incarnation = 0;
        long endOffset = 0;
        in.begin();
        while (in.next()) {
            switch (in.field()) {
                case INCARNATION -> incarnation = in.integer();
                case END_OFFSET -> endOffset = in.number();
                default -> in.skip();
            }
        }
        return new OutputPosition(incarnation, endOffset);
    }
}
