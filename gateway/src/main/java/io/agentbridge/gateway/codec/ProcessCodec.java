package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.ProcessIdentity;
import java.io.IOException;

/** A process, as a member {@code "process"}. */
final class ProcessCodec {
    private ProcessCodec() {}

    /** Writes it as a member, unless it is {@link ProcessIdentity#NONE}. */
    static void encode(ObjectWriter out, String member, ProcessIdentity processIdentity) {
        if (processIdentity.equals(ProcessIdentity.NONE)) {
            return;
        }
        out.begin(member);
        out.optionalNumber("pid", processIdentity.pid());
        out.optionalNumber("start_time", processIdentity.startTime());
        out.optionalText("boot_id", processIdentity.bootId());
        out.end();
    }

    static ProcessIdentity decode(ObjectReader in) throws IOException {
        long pid = 0;
        long startTime = 0;
        String bootId = "";
        in.begin();
        while (in.next()) {
            switch (in.name()) {
                case "pid" -> pid = in.number();
                case "start_time" -> startTime = in.number();
                case "boot_id" -> bootId = in.text();
                default -> in.skip();
            }
        }
        return new ProcessIdentity(pid, startTime, bootId);
    }
}
