package io.agentbridge.gateway.codec;

import io.agentbridge.engine.input.Input;
import io.agentbridge.engine.input.Notice;
import io.agentbridge.engine.input.Report;
import io.agentbridge.engine.input.Request;
import java.io.IOException;
import java.util.Optional;

/** An input: a request, a report or a notice. Their types have different names. */
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

    /** Reads the members that are left of an object that the caller has entered. */
    static Input decode(ObjectReader in) throws IOException {
        in.enterType();
        Optional<RequestType> request = in.find(RequestCodec.TYPES);
        if (request.isPresent()) {
            return RequestCodec.decode(request.get(), in);
        }
        Optional<ReportType> report = in.find(ReportCodec.TYPES);
        if (report.isPresent()) {
            return ReportCodec.decode(report.get(), in);
        }
        NoticeType notice = in.find(NoticeCodec.TYPES).orElseThrow(in::unknownName);
        return NoticeCodec.decode(notice, in);
    }
}
