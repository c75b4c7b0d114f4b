package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.ProcessIdentity;

/** A process, as a member {@code "process"}. */
final class ProcessCodec {
    private ProcessCodec() {}

    /** Writes it as a member, unless it is {@link ProcessIdentity#NONE}. */
    static void encode(ObjectWriter out, Field field, ProcessIdentity processIdentity) {
        if (processIdentity.equals(ProcessIdentity.NONE)) {
            return;
        }
        out.begin(field);
        out.optionalNumber(Field.PID, processIdentity.pid());
        out.optionalNumber(Field.START_TIME, processIdentity.startTime());
        out.optionalText(Field.BOOT_ID, processIdentity.bootId());
        out.end();
    }

    static ProcessIdentity decode(ObjectReader in) {
        long pid = 0;
        long startTime = 0;
        String bootId = "";
        in.begin();
        while (in.next()) {
            switch (in.field()) {
                case PID -> pid = in.number();
                case START_TIME -> startTime = in.number();
                case BOOT_ID -> bootId = in.text();
                default -> in.skip();
            }
        }
        return new ProcessIdentity(pid, startTime, bootId);
    }
}
