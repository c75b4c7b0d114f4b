package io.agentbridge.gateway.codec;

import io.agentbridge.engine.input.Input;
import io.agentbridge.engine.input.Notice;
import io.agentbridge.engine.input.Report;
import io.agentbridge.engine.input.Request;

/** An input: a request, a report or a notice. Its first member tells which by its number, and the type by its value. */
final class InputCodec {
    private InputCodec() {}

    /** Writes the members of an object that the caller has begun. */
    static void members(ObjectWriter out, Input input) {
        switch (input) {
            case Request request -> RequestCodec.members(out, request);
            case Report report -> ReportCodec.members(out, report);
            case Notice notice -> NoticeCodec.members(out, notice);
        }
    }

    static Input decode(ObjectReader in) {
        in.begin();
        Field sort = in.next() ? in.field() : Field.UNKNOWN;
        return switch (sort) {
            case REQUEST -> RequestCodec.decode(in.name(RequestCodec.TYPES), in);
            case REPORT -> ReportCodec.decode(in.name(ReportCodec.TYPES), in);
            case NOTICE -> NoticeCodec.decode(in.name(NoticeCodec.TYPES), in);
            default -> throw new CodecException("The first member of an input must be its type");
        };
    }
}
