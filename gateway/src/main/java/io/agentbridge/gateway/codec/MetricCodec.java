package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Metric;
import org.jspecify.annotations.Nullable;

/** A measurement, as an object. */
final class MetricCodec {
    private MetricCodec() {}

    /** Writes it as a member. */
    static void encode(ObjectWriter out, Field field, Metric metric) {
        out.begin(field);
        out.text(Field.NAME, metric.name());
        out.text(Field.VALUE, metric.value());
        out.optionalText(Field.AGENT_ID, metric.agentId());
        BodyCodec.encode(out, Field.METADATA, metric.metadata());
        out.end();
    }

    static Metric decode(ObjectReader in) {
        @Nullable String name = null;
        @Nullable String value = null;
        String agentId = "";
        Body metadata = Body.none();
        in.begin();
        while (in.next()) {
            switch (in.field()) {
                case NAME -> name = in.text();
                case VALUE -> value = in.text();
                case AGENT_ID -> agentId = in.text();
                case METADATA -> metadata = BodyCodec.decode(in);
                default -> in.skip();
            }
        }
        return new Metric(in.require(Field.NAME, name), in.require(Field.VALUE, value), agentId, metadata);
    }
}
