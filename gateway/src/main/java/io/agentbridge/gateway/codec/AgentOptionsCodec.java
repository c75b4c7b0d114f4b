package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.AgentOptions;
import io.agentbridge.engine.model.Body;

/** How an agent is to be run, as a member {@code "options"}. */
final class AgentOptionsCodec {
    private AgentOptionsCodec() {}

    /** Writes it as a member, unless it is {@link AgentOptions#DEFAULT}. */
    static void encode(ObjectWriter out, Field field, AgentOptions agentOptions) {
        if (agentOptions.equals(AgentOptions.DEFAULT)) {
            return;
        }
        out.begin(field);
        out.optionalText(Field.PERMISSION_MODE, agentOptions.permissionMode());
        out.optionalText(Field.WORKSPACE, agentOptions.workspace());
        BodyCodec.encode(out, Field.APPEND_SYSTEM_PROMPT, agentOptions.appendSystemPrompt());
        out.optionalNumber(Field.MAX_TURNS, agentOptions.maxTurns());
        out.optionalNumber(Field.MAX_COST_MICROS, agentOptions.maxCostMicros());
        out.optionalNumber(Field.TIMEOUT_MILLIS, agentOptions.timeoutMillis());
        BodyCodec.encode(out, Field.METADATA, agentOptions.metadata());
        out.end();
    }

    static AgentOptions decode(ObjectReader in) {
        String permissionMode = "";
        String workspace = "";
        Body appendSystemPrompt = Body.none();
        int maxTurns = 0;
        long maxCostMicros = 0;
        long timeoutMillis = 0;
        Body metadata = Body.none();
        in.begin();
        while (in.next()) {
            switch (in.field()) {
                case PERMISSION_MODE -> permissionMode = in.text();
                case WORKSPACE -> workspace = in.text();
                case APPEND_SYSTEM_PROMPT -> appendSystemPrompt = BodyCodec.decode(in);
                case MAX_TURNS -> maxTurns = in.integer();
                case MAX_COST_MICROS -> maxCostMicros = in.number();
                case TIMEOUT_MILLIS -> timeoutMillis = in.number();
                case METADATA -> metadata = BodyCodec.decode(in);
                default -> in.skip();
            }
        }
        return new AgentOptions(
                permissionMode, workspace, appendSystemPrompt, maxTurns, maxCostMicros, timeoutMillis, metadata);
    }
}
