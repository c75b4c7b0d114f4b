package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.OutputPosition;
import java.io.IOException;

/** How far an output was consumed, as a member {@code "position"}. */
final class PositionCodec {
    private PositionCodec() {}

    /** Writes it as a member, unless it is {@link OutputPosition#NONE}. */
    static void encode(ObjectWriter out, String member, OutputPosition outputPosition) {
        if (outputPosition.equals(OutputPosition.NONE)) {
            return;
        }
        out.begin(member);
        out.optionalNumber("incarnation", outputPosition.incarnation());
        out.optionalNumber("end_offset", outputPosition.endOffset());
        out.end();
    }

    static OutputPosition decode(ObjectReader in) throws IOException {
        int incarnation = 0;
        long endOffset = 0;
        in.begin();
        while (in.next()) {
            switch (in.name()) {
                case "incarnation" -> incarnation = in.integer();
                case "end_offset" -> endOffset = in.number();
                default -> in.skip();
            }
        }
        return new OutputPosition(incarnation, endOffset);
    }
}
