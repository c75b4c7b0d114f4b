package io.agentbridge.gateway.codec;

import com.dslplatform.json.DslJson;
import io.agentbridge.engine.Snapshot;
import io.agentbridge.engine.Snapshot.AcceptedRequest;
import io.agentbridge.engine.Snapshot.AgentOutput;
import io.agentbridge.engine.Snapshot.Totals;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.engine.model.Task;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes and decodes a snapshot, as the snapshot store keeps it. Used by one thread. */
public final class SnapshotCodec {
    private static final int INITIAL_BUFFER_BYTES = 64 << 10;

    private final ObjectWriter out =
            new ObjectWriter(new DslJson<>(new DslJson.Settings<>()).newWriter(INITIAL_BUFFER_BYTES));
    private final ObjectReader reader = new ObjectReader();

    /** The snapshot as one JSON object. */
    public byte[] encode(Snapshot snapshot) {
        out.reset();
        out.begin();
        Format.encode(out);
        out.number("sequence", snapshot.sequence());
        out.optionalNumber("timestamp_millis", snapshot.timestampMillis());
        out.optionalHash("hash", snapshot.hash());
        SettingsCodec.encode(out, "settings", snapshot.settings());
        encode("totals", snapshot.totals());
        encode("agents", snapshot.agents(), AgentCodec::encode);
        encode("commands", snapshot.commands(), CommandCodec::encode);
        encode("tasks", snapshot.tasks(), TaskCodec::encode);
        encode("approvals", snapshot.approvals(), ApprovalCodec::encode);
        encode("requests", snapshot.requests(), SnapshotCodec::encode);
        encode("positions", snapshot.positions(), SnapshotCodec::encode);
        out.end();
        return out.toByteArray();
    }

    private interface Encoder<T> {
        void encode(ObjectWriter out, T value);
    }

    private <T> void encode(String member, List<T> values, Encoder<T> encoder) {
        if (values.isEmpty()) {
            return;
        }
        out.beginList(member);
        for (T value : values) {
            out.element();
            encoder.encode(out, value);
        }
        out.endList();
    }

    private void encode(String member, Totals totals) {
        out.begin(member);
        out.optionalNumber("agents_created", totals.agentsCreated());
        out.optionalNumber("tasks_completed", totals.tasksCompleted());
        out.optionalNumber("tasks_failed", totals.tasksFailed());
        out.optionalNumber("commands_ended", totals.commandsEnded());
        out.end();
    }

    private static void encode(ObjectWriter out, AcceptedRequest request) {
        out.begin();
        out.optionalText("principal", request.principal());
        out.text("request_id", request.requestId());
        out.optionalHash("content_hash", request.contentHash());
        out.optionalNumber("accepted_at", request.acceptedAt());
        out.optionalNumber("answered_at", request.answeredAt());
        out.end();
    }

    private static void encode(ObjectWriter out, AgentOutput output) {
        out.begin();
        out.text("agent_id", output.agentId());
        PositionCodec.encode(out, "position", output.position());
        out.end();
    }

    /**
     * The snapshot that {@link #encode} was given.
     *
     * @throws CodecException if the bytes are not an encoded snapshot
     */
    public Snapshot decode(byte[] encoded) {
        return reader.decode(encoded, SnapshotCodec::decode);
    }

    private static Snapshot decode(ObjectReader in) throws IOException {
        @Nullable Long sequence = null;
        long timestampMillis = 0;
        long hash = 0;
        @Nullable Settings settings = null;
        @Nullable Totals totals = null;
        List<Agent> agents = List.of();
        List<Command> commands = List.of();
        List<Task> tasks = List.of();
        List<Approval> approvals = List.of();
        List<AcceptedRequest> requests = List.of();
        List<AgentOutput> positions = List.of();
        in.begin();
        Format.check(in);
        while (in.next()) {
            switch (in.name()) {
                case "sequence" -> sequence = in.number();
                case "timestamp_millis" -> timestampMillis = in.number();
                case "hash" -> hash = in.hash();
                case "settings" -> settings = SettingsCodec.decode(in);
                case "totals" -> totals = decodeTotals(in);
                case "agents" -> agents = in.list(AgentCodec::decode);
                case "commands" -> commands = in.list(CommandCodec::decode);
                case "tasks" -> tasks = in.list(TaskCodec::decode);
                case "approvals" -> approvals = in.list(ApprovalCodec::decode);
                case "requests" -> requests = in.list(SnapshotCodec::decodeRequest);
                case "positions" -> positions = in.list(SnapshotCodec::decodePosition);
                default -> in.skip();
            }
        }
        return new Snapshot(
                in.require("sequence", sequence),
                timestampMillis,
                hash,
                in.require("settings", settings),
                in.require("totals", totals),
                agents,
                commands,
                tasks,
                approvals,
                requests,
                positions);
    }

    private static Totals decodeTotals(ObjectReader in) throws IOException {
        long agentsCreated = 0;
        long tasksCompleted = 0;
        long tasksFailed = 0;
        long commandsEnded = 0;
        in.begin();
        while (in.next()) {
            switch (in.name()) {
                case "agents_created" -> agentsCreated = in.number();
                case "tasks_completed" -> tasksCompleted = in.number();
                case "tasks_failed" -> tasksFailed = in.number();
                case "commands_ended" -> commandsEnded = in.number();
                default -> in.skip();
            }
        }
        return new Totals(agentsCreated, tasksCompleted, tasksFailed, commandsEnded);
    }

    private static AcceptedRequest decodeRequest(ObjectReader in) throws IOException {
        String principal = "";
        @Nullable String requestId = null;
        long contentHash = 0;
        long acceptedAt = 0;
        long answeredAt = 0;
        in.begin();
        while (in.next()) {
            switch (in.name()) {
                case "principal" -> principal = in.text();
                case "request_id" -> requestId = in.text();
                case "content_hash" -> contentHash = in.hash();
                case "accepted_at" -> acceptedAt = in.number();
                case "answered_at" -> answeredAt = in.number();
                default -> in.skip();
            }
        }
        return new AcceptedRequest(principal, in.require("request_id", requestId), contentHash, acceptedAt, answeredAt);
    }

    private static AgentOutput decodePosition(ObjectReader in) throws IOException {
        @Nullable String agentId = null;
        OutputPosition position = OutputPosition.NONE;
        in.begin();
        while (in.next()) {
            switch (in.name()) {
                case "agent_id" -> agentId = in.text();
                case "position" -> position = PositionCodec.decode(in);
                default -> in.skip();
            }
        }
        return new AgentOutput(in.require("agent_id", agentId), position);
    }
}
