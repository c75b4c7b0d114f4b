package io.agentbridge.gateway.wire;

import static io.agentbridge.gateway.json.JsonOracle.child;
import static io.agentbridge.gateway.json.JsonOracle.member;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.AgentStatus;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandOrigin;
import io.agentbridge.engine.model.CommandStatus;
import io.agentbridge.engine.model.Dialect;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.engine.model.TaskStatus;
import io.agentbridge.gateway.json.JsonOracle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventFramesTest {
    private static final Body STORED = new Body.Stored("ab".repeat(32), 20_000, "the first cha");

    private final EventFrames frames = new EventFrames("epoch-1", body -> "the first characters, and all the rest");

    static Stream<String> names() {
        return Samples.facts().keySet().stream();
    }

    static Stream<String> answers() {
        return Samples.facts().entrySet().stream()
                .filter(entry -> EventSubjects.canAnswer(entry.getValue()))
                .map(Map.Entry::getKey);
    }

    @Test
    void there_is_a_sample_of_every_kind_of_fact() {
        Set<Class<?>> sampled =
                Samples.facts().values().stream().map(Object::getClass).collect(Collectors.toSet());
        assertEquals(Set.of(Fact.class.getPermittedSubclasses()), sampled);
    }

    @ParameterizedTest
    @MethodSource("names")
    void everybody_gets_the_shared_frames(String name) {
        Golden.assertFrames("shared/" + name + ".jsonl", frames.shared(Samples.event(fact(name))));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void the_requester_gets_the_answer(String name) {
        Event event = Samples.event(fact(name), Samples.ASKED);
        Golden.assertFrames("answers/" + name + ".jsonl", frames.answer(event, Samples.ASKED));
    }

    @Test
    void a_created_agent_is_answered_in_the_dialect_of_the_request() {
        for (Dialect dialect : List.of(Dialect.COMMAND, Dialect.LEGACY)) {
            Cause cause = Samples.in(dialect);
            Event event = Samples.event(fact("agent-created"), cause);
            String name = dialect == Dialect.COMMAND ? "command" : "legacy";
            Golden.assertFrames("answers/agent-created-" + name + ".jsonl", frames.answer(event, cause));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void all_frames_bear_the_sequence_and_all_but_the_last_more(String name) {
        List<Map<String, Object>> shared = read(frames.shared(Samples.event(fact(name))));
        for (int i = 0; i < shared.size(); i++) {
            Map<String, Object> frame = shared.get(i);
            assertEquals("42", member(frame, "sequence").toString());
            assertEquals(i < shared.size() - 1, frame.containsKey("more"));
            assertEquals("2026-11-23T16:32:16.789+00:00", frame.get("timestamp"));
            assertTrue(frame.get("payload") instanceof Map);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void no_shared_frame_bears_a_correlation_id(String name) {
        for (Cause cause : List.of(Cause.NONE, Samples.ASKED)) {
            for (Map<String, Object> frame : read(frames.shared(Samples.event(fact(name), cause)))) {
                assertEquals(Optional.empty(), frame.get("correlation_id"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("answers")
    void exactly_one_frame_of_an_answer_bears_the_correlation_id(String name) {
        Event event = Samples.event(fact(name), Samples.ASKED);
        List<Object> correlations = read(frames.answer(event, Samples.ASKED)).stream()
                .map(frame -> frame.get("correlation_id"))
                .toList();
        assertEquals(List.of("correlation-1"), correlations);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void an_answer_to_a_request_without_correlation_id_bears_its_message_id(String name) {
        Map<String, Object> frame = read(frames.answer(Samples.event(fact(name), Samples.PLAIN), Samples.PLAIN))
                .getFirst();
        assertEquals("request-2", frame.get("correlation_id"));
        assertEquals(
                Map.of("principal", "alice", "request_id", "request-2", "correlation_id", Optional.empty()),
                frame.get("cause"));
    }

    @Test
    void a_repeated_request_is_answered_under_its_own_ids() {
        Cause again =
                new Cause("alice", "client-9", Samples.ASKED.requestId(), "correlation-9", Dialect.STANDARD, 77, 3);
        Event event = Samples.event(fact("command-completed"), Samples.ASKED);
        Map<String, Object> frame = read(frames.answer(event, again)).getFirst();
        assertEquals("correlation-9", frame.get("correlation_id"));
        assertEquals("42", member(frame, "sequence").toString());
    }

    @ParameterizedTest
    @MethodSource("names")
    void the_same_event_gives_the_same_bytes_from_any_encoder(String name) {
        Event event = Samples.event(fact(name), Samples.ASKED);
        EventFrames other = new EventFrames("epoch-1", body -> "the first characters, and all the rest");
        other.shared(Samples.event(fact("task-completed")));
        List<byte[]> first = frames.shared(event);
        List<byte[]> second = other.shared(event);
        assertEquals(first.size(), second.size());
        for (int i = 0; i < first.size(); i++) {
            assertArrayEquals(first.get(i), second.get(i));
        }
    }

    @Test
    void ids_differ_by_history_sequence_part_and_audience() {
        List<byte[]> all = new ArrayList<>();
        for (String epoch : List.of("epoch-1", "epoch-2")) {
            EventFrames encoder = new EventFrames(epoch, body -> "");
            for (long sequence = 1; sequence < 100; sequence++) {
                Fact fact = fact(sequence % 2 == 0 ? "task-completed" : "command-completed");
                Event event = new Event(sequence, Samples.NOW, Samples.ASKED, fact);
                all.addAll(encoder.shared(event));
                if (EventFrames.hasAnswer(event)) {
                    all.addAll(encoder.answer(event, Samples.ASKED));
                }
            }
            all.add(encoder.delta("a", "c", ProgressKind.TEXT, "x", Samples.NOW));
            all.add(encoder.delta("a", "c", ProgressKind.TEXT, "x", Samples.NOW));
        }
        Set<Object> ids = new HashSet<>();
        for (Map<String, Object> frame : read(all)) {
            assertTrue(ContentHash.isUuid((String) member(frame, "id")), frame.toString());
            assertTrue(ids.add(member(frame, "id")), frame.toString());
        }
    }

    @Test
    void the_created_agent_stands_flat_and_nested() {
        Map<String, Object> payload =
                payload(frames.answer(Samples.event(fact("agent-created"), Samples.ASKED), Samples.ASKED)
                        .getFirst());
        Map<String, Object> agent = child(payload, "agent");
        assertEquals(agent, payload.get("agent_info"));
        assertEquals(agent, child(payload, "result").get("agent_info"));
        assertEquals(Samples.AGENT_ID, child(payload, "result").get("agent_id"));
        agent.forEach((name, value) -> assertEquals(value, payload.get(name), name));
    }

    @Test
    void an_assigned_task_stands_flat_and_nested_and_keeps_the_clients_own_keys() {
        Map<String, Object> payload =
                payload(frames.answer(Samples.event(fact("task-assigned"), Samples.ASKED), Samples.ASKED)
                        .getFirst());
        Map<String, Object> task = child(payload, "task");
        assertEquals("red", task.get("color"));
        assertEquals("task-1", payload.get("id"));
        assertEquals(true, payload.get("assigned"));
        assertEquals(
                Map.of("task_id", "task-1", "assigned", true, "agent_id", Samples.AGENT_ID), payload.get("result"));
    }

    @Test
    void only_facts_with_a_cause_answer() {
        assertTrue(EventFrames.hasAnswer(Samples.event(fact("agent-created"), Samples.ASKED)));
        assertFalse(EventFrames.hasAnswer(Samples.event(fact("agent-created"))));
        assertFalse(EventFrames.hasAnswer(Samples.event(fact("agent-changed"), Samples.ASKED)));
        Event changed = Samples.event(fact("agent-changed"), Samples.ASKED);
        assertThrows(IllegalArgumentException.class, () -> frames.answer(changed, Samples.ASKED));
        Event created = Samples.event(fact("agent-created"));
        assertThrows(IllegalArgumentException.class, () -> frames.answer(created, Cause.NONE));
    }

    @Test
    void a_large_command_is_shown_whole_in_its_result_and_by_its_beginning_in_its_progress() {
        Command large = Samples.command(CommandStatus.COMPLETED, CommandOrigin.CLIENT, STORED, STORED);
        Event ended = Samples.event(new Fact.CommandEnded(large, Samples.POSITION));
        assertTrue(EventFrames.hasStoredBodies(ended));
        Map<String, Object> result = payload(frames.shared(ended).getFirst());
        assertEquals("the first characters, and all the rest", result.get("command"));
        assertEquals("the first characters, and all the rest", result.get("result"));
        Event queued = Samples.event(new Fact.CommandQueued(large));
        assertFalse(EventFrames.hasStoredBodies(queued));
        Map<String, Object> progress = payload(frames.shared(queued).getFirst());
        assertEquals("the first cha", progress.get("command"));
        assertEquals(List.of("command"), progress.get("truncated"));
    }

    @Test
    void inline_events_never_read_a_body() {
        EventFrames unread = new EventFrames("epoch-1", body -> {
            throw new AssertionError("read " + body);
        });
        Samples.facts().forEach((name, fact) -> {
            assertFalse(EventFrames.hasStoredBodies(Samples.event(fact)), name);
            unread.shared(Samples.event(fact));
        });
    }

    @Test
    void what_an_agent_gives_for_JSON_and_is_none_is_shown_as_a_string() {
        for (String content : List.of("{\"open\":", "{}}", "not JSON", "\"half \\ud800\"", "")) {
            Fact fact = new Fact.CommandProgressed(
                    Samples.COMMAND_ID, Samples.AGENT_ID, ProgressKind.TOOL_RESULT, Body.of(content), Samples.POSITION);
            Object shown =
                    payload(frames.shared(Samples.event(fact)).getFirst()).get("content");
            assertEquals(content.isEmpty() ? Optional.empty() : content, shown);
        }
    }

    @Test
    void a_delta_has_no_sequence_and_no_correlation() {
        byte[] delta = frames.delta(Samples.AGENT_ID, Samples.COMMAND_ID, ProgressKind.THINKING, "hm\n", Samples.NOW);
        Map<String, Object> frame = JsonOracle.object(delta);
        assertEquals("command:progress", frame.get("type"));
        assertFalse(frame.containsKey("sequence"));
        assertEquals(Optional.empty(), frame.get("correlation_id"));
        assertEquals("hm\n", payload(delta).get("delta"));
        assertEquals("thinking", payload(delta).get("kind"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void the_subjects_name_the_types_of_the_shared_frames(String name) {
        Event event = Samples.event(fact(name));
        List<String> types = read(frames.shared(event)).stream()
                .map(frame -> (String) frame.get("type"))
                .toList();
        assertEquals(types, EventFrames.subjects(event).types());
    }

    @Test
    void filters_select_by_agent_task_and_type() {
        Subjects busy = EventFrames.subjects(Samples.event(fact("agent-changed")));
        Subjects task = EventFrames.subjects(Samples.event(fact("task-completed")));
        Subjects ofTask = EventFrames.subjects(Samples.event(fact("command-completed-for-task")));
        Subjects message = EventFrames.subjects(Samples.event(fact("agent-message")));
        assertTrue(Filter.ALL.accepts(busy));
        assertTrue(filter(Set.of(Samples.AGENT_ID), Set.of(), Set.of()).accepts(busy));
        assertTrue(filter(Set.of("manager-1"), Set.of(), Set.of()).accepts(message));
        assertFalse(filter(Set.of("another"), Set.of(), Set.of()).accepts(busy));
        assertTrue(filter(Set.of(), Set.of("task-1"), Set.of()).accepts(task));
        assertTrue(filter(Set.of(), Set.of("origin-1"), Set.of()).accepts(ofTask));
        assertFalse(filter(Set.of(), Set.of("task-1"), Set.of()).accepts(busy));
        assertTrue(filter(Set.of(), Set.of(), Set.of("task:complete", "x")).accepts(task));
        assertFalse(filter(Set.of(Samples.AGENT_ID), Set.of(), Set.of("agent:stopped"))
                .accepts(busy));
    }

    @Test
    void filters_select_by_command_and_by_who_caused_it() {
        Fact.CommandEnded ended = (Fact.CommandEnded) fact("command-completed");
        Event event = new Event(7, Samples.NOW, Samples.ASKED, ended);
        Subjects subjects = EventFrames.subjects(event);
        String principal = event.cause().principal();
        assertFalse(principal.isEmpty());
        assertTrue(by(Set.of(ended.command().id()), Set.of(principal)).accepts(subjects));
        assertFalse(by(Set.of("another"), Set.of()).accepts(subjects));
        assertFalse(by(Set.of(), Set.of("another")).accepts(subjects));
    }

    private static Filter by(Set<String> commands, Set<String> principals) {
        return new Filter(Set.of(), Set.of(), commands, Set.of(), principals);
    }

    @Test
    void every_status_has_its_name() {
        for (AgentStatus status : AgentStatus.values()) {
            Event event = Samples.event(new Fact.AgentChanged(Samples.agent(status), Samples.POSITION));
            String shown = (String) member(child(payload(frames.shared(event).getFirst()), "agent"), "status");
            assertEquals(status.name(), shown.toUpperCase(java.util.Locale.ROOT));
        }
        for (TaskStatus status : TaskStatus.values()) {
            Event event = Samples.event(new Fact.TaskChanged(Samples.task(status, "")));
            String shown = (String) member(child(payload(frames.shared(event).getFirst()), "task"), "status");
            assertEquals(status.name(), shown.toUpperCase(java.util.Locale.ROOT));
        }
    }

    private static Filter filter(Set<String> agents, Set<String> tasks, Set<String> types) {
        return new Filter(agents, tasks, Set.of(), types, Set.of());
    }

    private static Fact fact(String name) {
        return Optional.ofNullable(Samples.facts().get(name)).orElseThrow();
    }

    private static List<Map<String, Object>> read(List<byte[]> frames) {
        return frames.stream().map(JsonOracle::object).toList();
    }

    private static Map<String, Object> payload(byte[] frame) {
        return child(JsonOracle.object(frame), "payload");
    }
}
