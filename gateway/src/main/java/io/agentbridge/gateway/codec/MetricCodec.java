package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Metric;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A measurement, as an object. */
final class MetricCodec {
    private MetricCodec() {}

    /** Writes it as a member. */
    static void encode(ObjectWriter out, String member, Metric metric) {
        out.begin(member);
        out.text("name", metric.name());
        out.text("value", metric.value());
        out.optionalText("agent_id", metric.agentId());
        BodyCodec.encode(out, "metadata", metric.metadata());
        out.end();
    }

    static Metric decode(ObjectReader in) throws IOException {
        @Nullable String name = null;
        @Nullable String value = null;
        String agentId = "";
        Body metadata = Body.none();
        in.begin();
        while (in.next()) {
            switch (in.name()) {
                case "name" -> name = in.text();
                case "value" -> value = in.text();
                case "agent_id" -> agentId = in.text();
                case "metadata" -> metadata = BodyCodec.decode(in);
                default -> in.skip();
            }
        }
        return new Metric(in.require("name", name), in.require("value", value), agentId, metadata);
    }
}
