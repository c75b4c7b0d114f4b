package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.Conversation;
import io.agentbridge.e2e.fixture.Echo;
import io.agentbridge.e2e.fixture.Frame;
import io.agentbridge.e2e.fixture.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands: prompts for agents, their results, errors, queue, cancellation and progress. */
class CommandTest extends Conversation {
    @Test
    void aCommandIsAnsweredByItsResult() {
        String agent = alice.createAgent();
        Request request = alice.prompt(agent, "Say hello");
        Frame answer = alice.answer(request);
        assertEquals("command:result", answer.type());
        assertEquals(agent, answer.text("/source"));
        assertEquals("Say hello", answer.text("/payload/command"));
        assertEquals(agent, answer.text("/payload/agent_id"));
        assertEquals("Say hello", answer.text("/payload/result"));
        assertTrue(answer.at("/payload/success").booleanValue());
        assertTrue(answer.at("/payload/execution_time").isNumber());
    }

    @Test
    void everybodyElseGetsTheSameResultWithoutTheCorrelationId() {
        String agent = alice.createAgent();
        Request request = alice.prompt(agent, "Say hello");
        Frame answer = alice.answer(request);
        Frame shared = bob.await("the result", frame -> frame.isAbout("command:result", agent));
        assertEquals(answer.payload(), shared.payload());
        assertEquals(answer.sequence(), shared.sequence());
        assertEquals("", shared.correlationId());
        assertEquals(request.id(), shared.text("/cause/request_id"));
    }

    @Test
    void parametersFollowThePromptAsLines() {
        String agent = alice.createAgent();
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("depth", 2);
        parameters.put("path", "src/main");
        Request request =
                alice.send("command:execute", Map.of("command", "List", "agent_id", agent, "parameters", parameters));
        assertEquals(
                "List\n\nParameters:\ndepth: 2\npath: src/main",
                alice.answer(request).text("/payload/result").strip());
    }

    @Test
    void noParametersLeaveThePromptAlone() {
        String agent = alice.createAgent();
        Request request =
                alice.send("command:execute", Map.of("command", "List", "agent_id", agent, "parameters", Map.of()));
        assertEquals("List", alice.answer(request).text("/payload/result"));
    }

    @Test
    void onlyTheFinalFrameBearsTheCorrelationIdAndProgressNamesTheRequest() {
        String agent = alice.createAgent();
        Request request = alice.prompt(
                agent, Echo.text("done").progress("one", "two").chunks(3).prompt());
        Frame answer = alice.answer(request);
        alice.settle();
        assertEquals(
                List.of(answer), alice.frames(frame -> frame.correlationId().equals(request.correlationId())));
        Frame started = alice.await(
                "the start",
                frame -> frame.text("/payload/status").equals("executing") && frame.isAbout("command:progress", agent));
        assertEquals(request.id(), started.text("/payload/request_id"));
        assertEquals(request.correlationId(), started.text("/payload/request_correlation_id"));
        List<Frame> frames = alice.frames();
        int answered = frames.indexOf(answer);
        assertTrue(frames.subList(answered, frames.size()).stream()
                .noneMatch(frame ->
                        frame.type().equals("command:progress") && frame.text().contains(agent)));
    }

    @Test
    void anUnknownAgentIsACommandError() {
        Frame answer = alice.execute("worker-1-00000000", "anything");
        assertEquals("command:error", answer.type());
        assertEquals("command_error", answer.text("/payload/error_type"));
        assertEquals("worker-1-00000000", answer.text("/payload/agent_id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rate_limit", "authentication", "overloaded", "network", "internal"})
    void aFailureOfTheAgentIsACommandErrorThatNamesTheCommand(String failure) {
        String agent = alice.createAgent();
        String prompt = Echo.fail("it did not work", failure).prompt();
        Frame answer = alice.execute(agent, prompt);
        assertEquals("command:error", answer.type());
        assertEquals("command_error", answer.text("/payload/error_type"));
        assertEquals(agent, answer.text("/payload/agent_id"));
        assertEquals(prompt, answer.text("/payload/command"));
        assertTrue(answer.text("/payload/error_message").contains("it did not work"), answer.toString());
        assertEquals("fine", alice.execute(agent, "fine").text("/payload/result"));
    }

    @Test
    void commandsOfSeveralClientsQueueUpAndNoneIsRefused() {
        String agent = alice.createAgent();
        List<Request> ofAlice = new ArrayList<>();
        List<Request> ofBob = new ArrayList<>();
        alice.prompt(agent, Echo.text("first").delayMillis(100).prompt());
        for (int i = 0; i < 20; i++) {
            ofAlice.add(alice.prompt(agent, "alice " + i));
            ofBob.add(bob.prompt(agent, "bob " + i));
        }
        for (int i = 0; i < 20; i++) {
            assertEquals("alice " + i, alice.answer(ofAlice.get(i)).text("/payload/result"));
            assertEquals("bob " + i, bob.answer(ofBob.get(i)).text("/payload/result"));
        }
        assertOrder(alice, "alice ");
        assertOrder(bob, "bob ");
    }

    private static void assertOrder(Client client, String prefix) {
        List<String> results = client
                .frames(frame -> frame.type().equals("command:result")
                        && !frame.correlationId().isEmpty()
                        && frame.text("/payload/result").startsWith(prefix))
                .stream()
                .map(frame -> frame.text("/payload/result"))
                .toList();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            expected.add(prefix + i);
        }
        assertEquals(expected, results);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16_383, 16_384, 16_385, 100_000, 2_000_000})
    void aTextOfAnySizeArrivesUnchanged(int chars) {
        String agent = alice.createAgent();
        String unit = "ä€😀\"\\/\n\t\u0001<&>'";
        String text = "x" + unit.repeat(chars / unit.length() + 1).substring(0, Math.max(0, chars - 1));
        if (Character.isHighSurrogate(text.charAt(text.length() - 1))) {
            text = text.substring(0, text.length() - 1);
        }
        Frame answer = alice.execute(agent, text);
        assertEquals(text, answer.text("/payload/result"));
        Frame shared = bob.await("the result", frame -> frame.isAbout("command:result", agent));
        assertEquals(text, shared.text("/payload/result"));
    }

    @Test
    void deltasHaveNoSequenceAndMakeTheText() {
        String agent = alice.createAgent();
        alice.execute(agent, Echo.text("a stream of words").chunks(5).prompt());
        StringBuilder text = new StringBuilder();
        for (Frame frame : alice.frames(f ->
                f.type().equals("command:progress") && f.at("/payload/delta").isString())) {
            assertTrue(frame.sequence().isEmpty(), frame.toString());
            text.append(frame.text("/payload/delta"));
        }
        assertEquals("a stream of words", text.toString());
    }

    @Test
    void completePiecesAreEventsForAllToSee() {
        String agent = alice.createAgent();
        alice.execute(agent, Echo.text("done").progress("one", "two").prompt());
        for (Client client : List.of(alice, bob)) {
            client.settle();
            List<Frame> pieces = client.frames(f -> f.type().equals("command:progress")
                    && !f.at("/payload/content").isMissingNode()
                    && f.sequence().isPresent()
                    && f.text().contains(agent));
            List<String> contents = pieces.stream()
                    .map(f -> f.text("/payload/content"))
                    .filter(c -> c.equals("one") || c.equals("two"))
                    .toList();
            assertEquals(List.of("one", "two"), contents);
        }
    }

    @Test
    void aRunningCommandCanBeCancelledAndItsAgentGoesOn() {
        String agent = alice.createAgent();
        Request request = alice.prompt(agent, Echo.hang().prompt());
        String command = commandOf(request);
        Frame cancelled = bob.call("command:cancel", Map.of("command_id", command));
        assertEquals("command:result", cancelled.type());
        Frame answer = alice.answer(request);
        assertEquals("command:error", answer.type());
        assertEquals("command_error", answer.text("/payload/error_type"));
        assertEquals("next", alice.execute(agent, "next").text("/payload/result"));
    }

    @Test
    void aWaitingCommandCanBeCancelledAndTheOthersGoOn() {
        String agent = alice.createAgent();
        Request running = alice.prompt(agent, Echo.text("ran").delayMillis(500).prompt());
        Request waiting = alice.prompt(agent, "waits");
        String command = commandOf(waiting);
        assertEquals(
                "command:result",
                alice.call("command:cancel", Map.of("command_id", command)).type());
        assertEquals("command:error", alice.answer(waiting).type());
        assertEquals("ran", alice.answer(running).text("/payload/result"));
        assertTrue(alice.call("command:cancel", Map.of("command_id", command)).isError(), "it has ended");
    }

    @Test
    void anUnknownCommandCannotBeCancelled() {
        assertTrue(alice.call("command:cancel", Map.of("command_id", "no-such-command"))
                .isError());
    }

    /** The id of the command that the request became, from a frame that names both. */
    private String commandOf(Request request) {
        Frame frame = alice.await(
                "a frame that names the command",
                f -> f.text("/payload/request_id").equals(request.id())
                        && !f.text("/payload/command_id").isEmpty());
        assertFalse(frame.correlationId().equals(request.correlationId()));
        return frame.text("/payload/command_id");
    }
}
