package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.AgentOptions;
import io.agentbridge.engine.model.Body;
import java.io.IOException;

/** How an agent is to be run, as a member {@code "options"}. */
final class AgentOptionsCodec {
    private AgentOptionsCodec() {}

    /** Writes it as a member, unless it is {@link AgentOptions#DEFAULT}. */
    static void encode(ObjectWriter out, String member, AgentOptions agentOptions) {
        if (agentOptions.equals(AgentOptions.DEFAULT)) {
            return;
        }
        out.begin(member);
        out.optionalText("permission_mode", agentOptions.permissionMode());
        out.optionalText("workspace", agentOptions.workspace());
        BodyCodec.encode(out, "append_system_prompt", agentOptions.appendSystemPrompt());
        out.optionalNumber("max_turns", agentOptions.maxTurns());
        out.optionalNumber("max_cost_micros", agentOptions.maxCostMicros());
        out.optionalNumber("timeout_millis", agentOptions.timeoutMillis());
        BodyCodec.encode(out, "metadata", agentOptions.metadata());
        out.end();
    }

    static AgentOptions decode(ObjectReader in) throws IOException {
        String permissionMode = "";
        String workspace = "";
        Body appendSystemPrompt = Body.none();
        int maxTurns = 0;
        long maxCostMicros = 0;
        long timeoutMillis = 0;
        Body metadata = Body.none();
        in.begin();
        while (in.next()) {
            switch (in.name()) {
                case "permission_mode" -> permissionMode = in.text();
                case "workspace" -> workspace = in.text();
                case "append_system_prompt" -> appendSystemPrompt = BodyCodec.decode(in);
                case "max_turns" -> maxTurns = in.integer();
                case "max_cost_micros" -> maxCostMicros = in.number();
                case "timeout_millis" -> timeoutMillis = in.number();
                case "metadata" -> metadata = BodyCodec.decode(in);
                default -> in.skip();
            }
        }
        return new AgentOptions(
                permissionMode, workspace, appendSystemPrompt, maxTurns, maxCostMicros, timeoutMillis, metadata);
    }
}
