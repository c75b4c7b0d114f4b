package io.agentbridge.gateway.wire;

import static io.agentbridge.gateway.json.JsonOracle.child;
import static io.agentbridge.gateway.json.JsonOracle.member;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.AcceptedRequests;
import io.agentbridge.engine.Reply;
import io.agentbridge.engine.Snapshot;
import io.agentbridge.engine.State;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentStatus;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.ApprovalOutcome;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandOrigin;
import io.agentbridge.engine.model.CommandStatus;
import io.agentbridge.engine.model.Dialect;
import io.agentbridge.engine.model.ErrorType;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.engine.model.Task;
import io.agentbridge.engine.model.TaskStatus;
import io.agentbridge.gateway.json.JsonOracle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerFramesTest {
    private static final Correlation ASKED = new Correlation("request-1", "correlation-1", Dialect.STANDARD);

    private static final ServerIdentity SERVER = new ServerIdentity(
            "agent-bridge", "1.2.3", "epoch-1", "disk", List.of("claude", "echo"), WireLimits.DEFAULT);

    private final AnswerFrames frames = new AnswerFrames(SERVER, LastHeartbeats.NONE);

    @Test
    void frames_are_as_their_golden_files_say() {
        golden("acknowledgement", frames.acknowledgement("client-1", "admin", 41, Samples.NOW));
        golden("ping", frames.ping("client-1", 41, Samples.NOW));
        golden("pong", frames.pong(new Inbound.Ping("p", "c", "\"me\"", "1.50"), "client-1", Samples.NOW));
        golden("pong-to-an-empty-ping", frames.pong(new Inbound.Ping("p", "", "", ""), "client-1", Samples.NOW));
        golden("subscribed", frames.subscribed(ASKED, true, 41, Samples.NOW));
        golden("status", frames.status(ASKED, new State(), figures(), Samples.NOW));
        golden(
                "agents-legacy",
                frames.agents(in(Dialect.LEGACY), List.of(Samples.agent(AgentStatus.IDLE)), Samples.NOW));
        golden("error", frames.error(malformed(Dialect.STANDARD), Samples.NOW));
        golden("error-legacy", frames.error(malformed(Dialect.LEGACY), Samples.NOW));
        golden("refused", frames.error(refused(Samples.ASKED, ErrorType.OVERLOADED), Samples.NOW));
        golden("refused-legacy", frames.error(refused(Samples.in(Dialect.LEGACY), ErrorType.AGENT_ERROR), Samples.NOW));
        golden("query-error", frames.error(ASKED, ErrorType.NOT_RETAINED, "Too old.", Samples.NOW));
        golden("query-refused", frames.error(ASKED, ErrorType.OVERLOADED, "Too many.", Samples.NOW));
        golden("not-retained", frames.notRetained(ASKED, 1_000, 2_044, Samples.NOW));
        byte[] event = "{\"sequence\":7}".getBytes(StandardCharsets.UTF_8);
        golden("bundle", frames.bundle(List.of(event, event), Samples.NOW));
        golden("history", frames.history(ASKED, List.of(event, event), 5, 9, OptionalLong.of(10), 2_044, Samples.NOW));
        golden("history-end", frames.history(ASKED, List.of(), 5, 4, OptionalLong.empty(), 2_044, Samples.NOW));
    }

    /** The ids are random; everything else is compared. */
    private static void golden(String name, byte[] frame) {
        JsonOracle.object(frame);
        String text = new String(frame, StandardCharsets.UTF_8)
                .replaceFirst("\"(id|message_id)\":\"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\"", "\"$1\":\"<uuid>\"");
        assertTrue(text.contains("<uuid>"), text);
        Golden.assertText("answers/" + name + ".jsonl", text + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "VALIDATION_ERROR,system:error", "JSON_ERROR,system:error", "PROCESSING_ERROR,system:error",
                "AGENT_ERROR,agent:error",
        "COMMAND_ERROR,command:error", "TASK_ERROR,system:error", "SYSTEM_ERROR,system:error",
                "RATE_LIMITED,system:error",
        "OVERLOADED,system:error", "UNAUTHORIZED,system:error", "FORBIDDEN,system:error", "CONFLICT,system:error",
        "TOO_OLD,system:error", "NOT_RETAINED,system:error"
    })
    void each_class_of_error_has_its_message_type(ErrorType type, String messageType) {
        Map<String, Object> frame = JsonOracle.object(frames.error(refused(Samples.PLAIN, type), Samples.NOW));
        Map<String, Object> payload = child(frame, "payload");
        assertEquals(messageType, frame.get("type"));
        assertEquals("request-2", frame.get("correlation_id"));
        assertEquals(type.name().toLowerCase(java.util.Locale.ROOT), payload.get("error_type"));
        assertEquals(payload.get("error_type"), payload.get("error_code"));
        assertEquals("No room.", payload.get("error_message"));
        assertEquals("No room.", payload.get("message"));
        assertEquals("No room.", payload.get("error"));
        assertEquals(Samples.AGENT_ID, payload.get("agent_id"));
    }

    @Test
    void a_json_error_has_no_correlation() {
        Inbound.Malformed malformed = new Inbound.Malformed(ErrorType.JSON_ERROR, "no", "", Dialect.STANDARD, "");
        assertEquals(
                Optional.empty(),
                JsonOracle.object(frames.error(malformed, Samples.NOW)).get("correlation_id"));
    }

    @Test
    void the_system_stands_flat_and_nested_in_a_status() {
        Map<String, Object> payload =
                child(JsonOracle.object(frames.status(ASKED, new State(), figures(), Samples.NOW)), "payload");
        Map<String, Object> system = child(payload, "system");
        assertEquals(java.util.Set.of("agents", "tasks", "statistics", "running"), system.keySet());
        system.forEach((name, value) -> assertEquals(value, payload.get(name)));
        Map<String, Object> result = child(payload, "result");
        assertEquals(java.util.Set.of("system", "connections", "ring", "journal", "timestamp"), result.keySet());
        result.forEach((name, value) -> assertEquals(value, payload.get(name)));
    }

    @Test
    void every_frame_has_an_id_of_its_own() {
        assertNotEquals(
                JsonOracle.object(frames.ping("c", 1, 0)).get("id"),
                JsonOracle.object(frames.ping("c", 1, 0)).get("id"));
    }

    @Test
    void an_empty_snapshot_is_one_part() {
        Iterator<byte[]> parts = frames.snapshot(snapshot(List.of(), List.of(), List.of(), List.of()), Samples.NOW);
        golden("snapshot-empty", parts.next());
        assertFalse(parts.hasNext());
        assertThrows(NoSuchElementException.class, parts::next);
    }

    @Test
    void a_small_snapshot_is_one_part() {
        Body stored = new Body.Stored("ab".repeat(32), 20_000, "the first cha");
        Command large = Samples.command(CommandStatus.COMPLETED, CommandOrigin.CLIENT, stored, stored);
        Iterator<byte[]> parts = frames.snapshot(
                snapshot(
                        List.of(Samples.agent(AgentStatus.BUSY)),
                        List.of(Samples.task(TaskStatus.COMPLETED, Samples.AGENT_ID)),
                        List.of(large, Samples.command(CommandStatus.FAILED)),
                        List.of(Samples.approval(ApprovalOutcome.PENDING))),
                Samples.NOW);
        golden("snapshot", parts.next());
        assertFalse(parts.hasNext());
    }

    @Test
    void a_past_state_is_answered_by_its_last_part_alone() {
        Snapshot large =
                snapshot(Collections.nCopies(6_000, Samples.agent(AgentStatus.IDLE)), List.of(), List.of(), List.of());
        List<Optional<?>> answered = new ArrayList<>();
        int agents = 0;
        for (Iterator<byte[]> parts = frames.state(ASKED, large, Samples.NOW); parts.hasNext(); ) {
            Map<String, Object> frame = JsonOracle.object(parts.next());
            Map<String, Object> payload = child(frame, "payload");
            assertEquals(
                    Integer.toString(answered.size()), member(payload, "part").toString());
            assertEquals(ASKED.requestId(), member(payload, "request_id"));
            agents += ((List<?>) member(payload, "agents")).size();
            answered.add(frame.get("correlation_id") instanceof String id ? Optional.of(id) : Optional.empty());
        }
        assertEquals(6_000, agents);
        assertTrue(answered.size() > 2);
        assertEquals(Optional.of(ASKED.answerId()), answered.removeLast());
        assertTrue(answered.stream().allMatch(Optional::isEmpty));
        golden(
                "state",
                frames.state(
                                ASKED,
                                snapshot(List.of(Samples.agent(AgentStatus.IDLE)), List.of(), List.of(), List.of()),
                                Samples.NOW)
                        .next());
    }

    @Test
    void a_snapshot_shows_when_an_agent_was_last_said_to_be_alive() {
        AnswerFrames noted = new AnswerFrames(SERVER, agentId -> Samples.NOW - 1_000);
        byte[] part = noted.snapshot(
                        snapshot(List.of(Samples.agent(AgentStatus.IDLE)), List.of(), List.of(), List.of()),
                        Samples.NOW)
                .next();
        assertTrue(new String(part, StandardCharsets.UTF_8).contains("\"last_heartbeat\":\"2"));
    }

    @Test
    void a_large_snapshot_comes_in_parts_of_at_most_one_MiB_that_hold_everything_once_in_order() {
        Body text = Body.of("\u0001".repeat(16_000));
        Command command = Samples.command(CommandStatus.COMPLETED, CommandOrigin.CLIENT, text, text);
        Snapshot snapshot = snapshot(
                Collections.nCopies(2_000, Samples.agent(AgentStatus.IDLE)),
                Collections.nCopies(3, Samples.task(TaskStatus.PENDING, "")),
                Collections.nCopies(30, command),
                Collections.nCopies(1_500, Samples.approval(ApprovalOutcome.PENDING)));
        List<String> seen = new ArrayList<>();
        int number = 0;
        for (Iterator<byte[]> parts = frames.snapshot(snapshot, Samples.NOW); parts.hasNext(); number++) {
            byte[] part = parts.next();
            assertTrue(part.length <= 1 << 20, "a part of " + part.length + " bytes");
            Map<String, Object> payload = child(JsonOracle.object(part), "payload");
            assertEquals(Integer.toString(number), member(payload, "part").toString());
            assertEquals("77", member(payload, "sequence").toString());
            assertEquals(!parts.hasNext(), member(payload, "last"));
            for (String section : List.of("agents", "tasks", "commands", "approvals")) {
                ((List<?>) member(payload, section)).forEach(object -> seen.add(section));
            }
        }
        List<String> expected = new ArrayList<>(Collections.nCopies(2_000, "agents"));
        expected.addAll(Collections.nCopies(3, "tasks"));
        expected.addAll(Collections.nCopies(30, "commands"));
        expected.addAll(Collections.nCopies(1_500, "approvals"));
        assertEquals(expected, seen);
        assertTrue(number > 5);
    }

    private static Snapshot snapshot(
            List<Agent> agents, List<Task> tasks, List<Command> commands, List<Approval> approvals) {
        return new Snapshot(
                77,
                Samples.NOW,
                0,
                Settings.DEFAULT,
                new Snapshot.Totals(0, 0, 0, 0),
                agents,
                commands,
                tasks,
                approvals,
                AcceptedRequests.NONE,
                List.of(),
                false);
    }

    private static ServerFigures figures() {
        return new ServerFigures(
                Samples.NOW - 90_500,
                12,
                5,
                2,
                300,
                40,
                1,
                new TreeMap<>(Map.of("dashboard", 2L)),
                1.25,
                new RingFill(4_096, 3, 90),
                new JournalFigures(1, 77, 52_000, 48_000, 9_000_000_000L));
    }

    private static Inbound.Malformed malformed(Dialect dialect) {
        return new Inbound.Malformed(
                ErrorType.VALIDATION_ERROR,
                "id is \"missing\"",
                "m-1",
                dialect,
                dialect == Dialect.LEGACY ? "create_agent" : "");
    }

    private static Reply.Refused refused(Cause cause, ErrorType type) {
        return new Reply.Refused(cause, type, "No room.", Samples.AGENT_ID, 250);
    }

    private static Correlation in(Dialect dialect) {
        return new Correlation("m-1", "", dialect);
    }
}
