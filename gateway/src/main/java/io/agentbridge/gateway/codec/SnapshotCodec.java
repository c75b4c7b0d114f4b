package io.agentbridge.gateway.codec;

import io.agentbridge.engine.AcceptedRequests;
import io.agentbridge.engine.Snapshot;
import io.agentbridge.engine.Snapshot.AgentOutput;
import io.agentbridge.engine.Snapshot.Totals;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.engine.model.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes and decodes a snapshot, as the snapshot store keeps it. Used by one thread. */
public final class SnapshotCodec {
    private static final int INITIAL_BUFFER_BYTES = 64 << 10;
    /** Requests that room is made for at once, whatever number is claimed. */
    private static final int MAX_INITIAL_CAPACITY = 1 << 17;

    private final BinaryObjectWriter out = new BinaryObjectWriter(INITIAL_BUFFER_BYTES);
    private final ObjectReader reader = new ObjectReader();

    /** The snapshot as the snapshot store keeps it. */
    public byte[] encode(Snapshot snapshot) {
        out.reset();
        out.begin();
        members(out, snapshot);
        out.end();
        return out.toByteArray();
    }

    /** Writes the members of an object that the caller has begun. */
    static void members(ObjectWriter out, Snapshot snapshot) {
        out.number(Field.SEQUENCE, snapshot.sequence());
        out.optionalNumber(Field.TIMESTAMP_MILLIS, snapshot.timestampMillis());
        out.optionalHash(Field.HASH, snapshot.hash());
        SettingsCodec.encode(out, Field.SETTINGS, snapshot.settings());
        encode(out, Field.TOTALS, snapshot.totals());
        encode(out, Field.AGENTS, snapshot.agents(), AgentCodec::members);
        encode(out, Field.COMMANDS, snapshot.commands(), CommandCodec::members);
        encode(out, Field.TASKS, snapshot.tasks(), TaskCodec::members);
        encode(out, Field.APPROVALS, snapshot.approvals(), ApprovalCodec::members);
        encode(out, snapshot.requests());
        encode(out, Field.POSITIONS, snapshot.positions(), SnapshotCodec::members);
        out.optionalFlag(Field.LIGHT, snapshot.light());
    }

    private interface Encoder<T> {
        void members(ObjectWriter out, T value);
    }

    private static <T> void encode(ObjectWriter out, Field field, List<T> values, Encoder<T> encoder) {
        if (values.isEmpty()) {
            return;
        }
        out.beginList(field, values.size());
        for (T value : values) {
            out.begin();
            encoder.members(out, value);
            out.end();
        }
        out.endList();
    }

    private static void encode(ObjectWriter out, Field field, Totals totals) {
        out.begin(field);
        out.optionalNumber(Field.AGENTS_CREATED, totals.agentsCreated());
        out.optionalNumber(Field.TASKS_COMPLETED, totals.tasksCompleted());
        out.optionalNumber(Field.TASKS_FAILED, totals.tasksFailed());
        out.optionalNumber(Field.COMMANDS_ENDED, totals.commandsEnded());
        out.end();
    }

    private static void encode(ObjectWriter out, AcceptedRequests requests) {
        if (requests.size() == 0) {
            return;
        }
        out.beginList(Field.REQUESTS, requests.size());
        for (int i = 0; i < requests.size(); i++) {
            out.begin();
            out.optionalText(Field.PRINCIPAL, requests.principal(i));
            if (requests.isUuid(i)) {
                out.uuid(Field.REQUEST_ID, requests.requestIdHigh(i), requests.requestIdLow(i));
            } else {
                out.text(Field.REQUEST_ID, requests.requestId(i));
            }
            out.optionalHash(Field.CONTENT_HASH, requests.contentHash(i));
            out.optionalNumber(Field.ACCEPTED_AT, requests.acceptedAt(i));
            out.optionalNumber(Field.ANSWERED_AT, requests.answeredAt(i));
            out.end();
        }
        out.endList();
    }

    private static void members(ObjectWriter out, AgentOutput output) {
        out.text(Field.AGENT_ID, output.agentId());
        PositionCodec.encode(out, Field.POSITION, output.position());
    }

    /**
     * The snapshot that {@link #encode} was given.
     *
     * @throws CodecException if the bytes are not an encoded snapshot
     */
    public Snapshot decode(byte[] encoded) {
        return reader.decode(encoded, SnapshotCodec::decode);
    }

    private static Snapshot decode(ObjectReader in) {
        @Nullable Long sequence = null;
        long timestampMillis = 0;
        long hash = 0;
        @Nullable Settings settings = null;
        @Nullable Totals totals = null;
        List<Agent> agents = List.of();
        List<Command> commands = List.of();
        List<Task> tasks = List.of();
        List<Approval> approvals = List.of();
        AcceptedRequests requests = AcceptedRequests.NONE;
        List<AgentOutput> positions = List.of();
        boolean light = false;
        in.begin();
        while (in.next()) {
            switch (in.field()) {
                case SEQUENCE -> sequence = in.number();
                case TIMESTAMP_MILLIS -> timestampMillis = in.number();
                case HASH -> hash = in.hash();
                case SETTINGS -> settings = SettingsCodec.decode(in);
                case TOTALS -> totals = decodeTotals(in);
                case AGENTS -> agents = in.list((each, _) -> AgentCodec.decode(each));
                case COMMANDS -> commands = in.list((each, _) -> CommandCodec.decode(each));
                case TASKS -> tasks = in.list((each, _) -> TaskCodec.decode(each));
                case APPROVALS -> approvals = in.list((each, _) -> ApprovalCodec.decode(each));
                case REQUESTS -> requests = decodeRequests(in);
                case POSITIONS -> positions = in.list((each, _) -> SnapshotCodec.decodePosition(each));
                case LIGHT -> light = in.flag();
                default -> in.skip();
            }
        }
        return new Snapshot(
                in.require(Field.SEQUENCE, sequence),
                timestampMillis,
                hash,
                in.require(Field.SETTINGS, settings),
                in.require(Field.TOTALS, totals),
                agents,
                commands,
                tasks,
                approvals,
                requests,
                positions,
                light);
    }

    private static Totals decodeTotals(ObjectReader in) {
        long agentsCreated = 0;
        long tasksCompleted = 0;
        long tasksFailed = 0;
        long commandsEnded = 0;
        in.begin();
        while (in.next()) {
            switch (in.field()) {
                case AGENTS_CREATED -> agentsCreated = in.number();
                case TASKS_COMPLETED -> tasksCompleted = in.number();
                case TASKS_FAILED -> tasksFailed = in.number();
                case COMMANDS_ENDED -> commandsEnded = in.number();
                default -> in.skip();
            }
        }
        return new Totals(agentsCreated, tasksCompleted, tasksFailed, commandsEnded);
    }

    private static AcceptedRequests decodeRequests(ObjectReader in) {
        int size = in.beginObjects();
        AcceptedRequests.Builder requests = new AcceptedRequests.Builder(Math.min(size, MAX_INITIAL_CAPACITY));
        for (int i = 0; i < size; i++) {
            decodeRequest(in, requests);
        }
        return requests.build();
    }

    /** One request; by a text too, as snapshots of other ids than UUIDs bear them. */
    private static void decodeRequest(ObjectReader in, AcceptedRequests.Builder requests) {
        String principal = "";
        @Nullable String requestId = null;
        boolean isUuid = false;
        long high = 0;
        long low = 0;
        long contentHash = 0;
        long acceptedAt = 0;
        long answeredAt = 0;
        while (in.next()) {
            switch (in.field()) {
                case PRINCIPAL -> principal = in.text();
                case REQUEST_ID -> {
                    isUuid = !in.isText();
                    if (isUuid) {
                        in.uuid();
                        high = in.high();
                        low = in.low();
                    } else {
                        requestId = in.text();
                    }
                }
                case CONTENT_HASH -> contentHash = in.hash();
                case ACCEPTED_AT -> acceptedAt = in.number();
                case ANSWERED_AT -> answeredAt = in.number();
                default -> in.skip();
            }
        }
        if (isUuid) {
            requests.add(principal, high, low, contentHash, acceptedAt, answeredAt);
        } else {
            requests.add(principal, in.require(Field.REQUEST_ID, requestId), contentHash, acceptedAt, answeredAt);
        }
    }

    private static AgentOutput decodePosition(ObjectReader in) {
        @Nullable String agentId = null;
        OutputPosition position = OutputPosition.NONE;
        in.begin();
        while (in.next()) {
            switch (in.field()) {
                case AGENT_ID -> agentId = in.text();
                case POSITION -> position = PositionCodec.decode(in);
                default -> in.skip();
            }
        }
        return new AgentOutput(in.require(Field.AGENT_ID, agentId), position);
    }
}
