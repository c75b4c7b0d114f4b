package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.agents.Eventually;
import io.agentbridge.e2e.fixture.ClaudeGateway;
import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.Frame;
import io.agentbridge.e2e.fixture.ModelPrompt;
import io.agentbridge.e2e.fixture.Request;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real Claude CLI, driven through the gateway by clients. */
class ClaudeTest {
    /** Makes a file in a way that is not allowed to it without asking. */
    private static final String TOUCH = "setsid true; touch made";

    private static ClaudeGateway claude;

    private Client alice;
    private Client bob;
    private String agent = "";

    @BeforeAll
    static void start() {
        claude = ClaudeGateway.start();
    }

    @AfterAll
    static void end() {
        if (claude != null) {
            claude.close();
        }
    }

    @BeforeEach
    void connect() {
        alice = Client.connect(claude.process());
        bob = Client.connect(claude.process());
        agent = alice.createAgent();
    }

    @AfterEach
    void disconnect() {
        try (Client first = alice;
                Client second = bob) {
            second.send("agent:stop", Map.of("agent_id", agent, "mode", "kill"));
            first.await("the agent's end", frame -> frame.showsAgent(agent, "stopped"));
        }
    }

    @Test
    void anAgentIsClaudeAndSaysSo() {
        assertTrue(alice.ack().at("/payload/backends").toString().contains("\"claude\""), alice.ack()::toString);
        Frame idle = alice.await("the agent", frame -> frame.showsAgent(agent, "idle"));
        assertEquals("claude", idle.text("/payload/agent/backend"));
        assertFalse(idle.text("/payload/agent/session_id").isEmpty(), idle::toString);
        assertTrue(claude.processesOf(agent).contains(pidOf(idle)), idle::toString);
    }

    @Test
    void aCommandStreamsItsTextAndEndsInOneResult() {
        String text = "What the model says, piece by piece: é🙂 \"quoted\"\nand on a second line.";
        Request request = alice.prompt(agent, ModelPrompt.text(text).prompt());
        Frame answer = alice.answer(request);
        assertEquals("command:result", answer.type(), answer::toString);
        assertEquals(text, answer.text("/payload/result"));
        assertEquals(100, answer.at("/payload/usage/input_tokens").intValue(), answer::toString);
        alice.settle();
        List<Frame> deltas = alice.frames(frame -> frame.type().equals("command:progress")
                && frame.at("/payload/delta").isString());
        assertTrue(deltas.stream().allMatch(frame -> frame.sequence().isEmpty()), deltas::toString);
        assertEquals(
                text, deltas.stream().map(frame -> frame.text("/payload/delta")).collect(Collectors.joining()));
        assertEquals(1, ends(request).size());
    }

    @Test
    void commandsOfOneAgentRunOneAfterAnother() {
        List<Request> requests = List.of(
                alice.prompt(
                        agent, ModelPrompt.text("the first").delayMillis(100).prompt()),
                alice.prompt(agent, "the second"),
                alice.prompt(agent, "the third"));
        assertEquals("the first", alice.answer(requests.get(0)).text("/payload/result"));
        assertEquals("echo: the second", alice.answer(requests.get(1)).text("/payload/result"));
        assertEquals("echo: the third", alice.answer(requests.get(2)).text("/payload/result"));
        alice.settle();
        long ended = 0;
        for (Request request : requests) {
            long started = alice.await("its start", frame -> isStart(frame, request))
                    .sequence()
                    .orElseThrow();
            assertTrue(started > ended, "one started while another was in flight");
            Frame end = alice.await("its end", frame -> isEnd(frame, request));
            ended = end.sequence().orElseThrow();
        }
    }

    @Test
    void aToolAsksEverybodyAndRunsOnTheFirstAnswer() {
        Request request =
                alice.prompt(agent, ModelPrompt.shell(TOUCH).thenText("done").prompt());
        Frame question = question(bob, request);
        assertEquals(question.text(), question(alice, request).text());
        assertEquals("Bash", question.text("/payload/approval/tool_name"));
        assertEquals(TOUCH, question.text("/payload/approval/input/command"));
        String approval = question.text("/payload/approval/id");
        Frame first = bob.call("approval:respond", Map.of("approval_id", approval, "decision", "allow"));
        Frame second = alice.call("approval:respond", Map.of("approval_id", approval, "decision", "deny"));
        assertFalse(first.isError(), first::toString);
        assertEquals("conflict", second.text("/payload/error_type"), second::toString);
        assertEquals("done", alice.answer(request).text("/payload/result"));
        assertEquals("allowed", outcome(alice, approval));
        assertTrue(Files.exists(claude.workspace(agent).resolve("made")));
    }

    @Test
    void aDeniedToolDoesNotRunAndClaudeLearnsWhy() {
        Request request = alice.prompt(
                agent, ModelPrompt.shell(TOUCH).thenText("as you wish").prompt());
        String approval = question(bob, request).text("/payload/approval/id");
        bob.call("approval:respond", Map.of("approval_id", approval, "decision", "deny", "message", "not today"));
        assertEquals("as you wish", alice.answer(request).text("/payload/result"));
        assertEquals("denied", outcome(alice, approval));
        Frame told = alice.await(
                "the tool's result",
                frame -> frame.text("/payload/kind").equals("tool_result") && frame.isAbout("command:progress", agent));
        assertTrue(told.at("/payload/content").toString().contains("not today"), told::toString);
        assertFalse(Files.exists(claude.workspace(agent).resolve("made")));
    }

    @ParameterizedTest
    @CsvSource({"401,0,authentication", "429,3600,rate_limit", "529,0,overloaded"})
    void aFailureOfTheModelIsTheCommandsAndTheAgentLivesOn(int status, int retryAfterSeconds, String failure) {
        long pid = pidOf(alice.await("the agent", frame -> frame.showsAgent(agent, "idle")));
        ModelPrompt refused = ModelPrompt.status(status);
        Frame answer = alice.execute(
                agent, (retryAfterSeconds == 0 ? refused : refused.retryAfterSeconds(retryAfterSeconds)).prompt());
        assertEquals("command:error", answer.type(), answer::toString);
        assertEquals("command_error", answer.text("/payload/error_type"));
        assertEquals("failed", answer.text("/payload/metadata/status"));
        assertEquals(failure, answer.text("/payload/metadata/failure"), answer::toString);
        assertFalse(answer.text("/payload/error_message").isEmpty());
        assertEquals("echo: on", alice.execute(agent, "on").text("/payload/result"));
        assertTrue(claude.processesOf(agent).contains(pid), "it was another process");
    }

    @Test
    void aCancelledCommandEndsAsCancelledAndTheNextWorks() {
        Request request = alice.prompt(
                agent,
                ModelPrompt.text("a long answer ".repeat(100)).delayMillis(500).prompt());
        awaitDelta(request);
        Frame cancelled = bob.call("command:cancel", Map.of("command_id", alice.commandOf(request)));
        assertEquals("command:result", cancelled.type(), cancelled::toString);
        Frame answer = alice.answer(request);
        assertEquals("command:error", answer.type(), answer::toString);
        assertEquals("cancelled", answer.text("/payload/metadata/status"), answer::toString);
        assertEquals("echo: next", alice.execute(agent, "next").text("/payload/result"));
        alice.settle();
        assertEquals(1, ends(request).size());
    }

    @Test
    void aClaudeThatIsKilledLeavesItsCommandUnknownAndItsSuccessorGoesOnWithTheSession() {
        assertEquals("echo: before", alice.execute(agent, "before").text("/payload/result"));
        Frame idle = alice.await("the agent", frame -> frame.showsAgent(agent, "idle"));
        long pid = pidOf(idle);
        Request request = alice.prompt(
                agent,
                ModelPrompt.text("a long answer ".repeat(100)).delayMillis(500).prompt());
        awaitDelta(request);
        assertTrue(ProcessHandle.of(pid).orElseThrow().destroyForcibly());
        Frame answer = alice.answer(request);
        assertEquals("command:error", answer.type(), answer::toString);
        assertEquals("unknown", answer.text("/payload/metadata/status"), answer::toString);
        assertEquals("exit", answer.text("/payload/metadata/failure"), answer::toString);
        assertEquals("echo: after", alice.execute(agent, "after").text("/payload/result"));
        alice.settle();
        assertEquals(1, ends(request).size());
        Frame now = alice.frames(frame -> frame.showsAgent(agent, "idle")).getLast();
        assertFalse(pidOf(now) == pid, now::toString);
        assertEquals(idle.text("/payload/agent/session_id"), now.text("/payload/agent/session_id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"graceful", "kill"})
    void aStopEndsWhatIsInFlightAndLeavesNoProcess(String mode) {
        String stopped = bob.createAgent();
        Request request = bob.prompt(
                stopped,
                ModelPrompt.shell("setsid tail -f /dev/null & touch begun; tail -f /dev/null")
                        .prompt());
        String approval = question(alice, request).text("/payload/approval/id");
        alice.call("approval:respond", Map.of("approval_id", approval, "decision", "allow"));
        Eventually.holds(
                "the tool runs", () -> Files.exists(claude.workspace(stopped).resolve("begun")));
        assertTrue(claude.processesOf(stopped).size() > 3, "claude and its tool run");
        Frame answer = alice.call("agent:stop", Map.of("agent_id", stopped, "mode", mode));
        assertEquals("command:result", answer.type(), answer::toString);
        assertEquals("cancelled", bob.answer(request).text("/payload/metadata/status"));
        alice.await("the agent's end", frame -> frame.isAbout("agent:stopped", stopped));
        assertEquals(List.of(), claude.processesOf(stopped));
    }

    @Test
    void whatThePolicyAllowsRunsWithoutPeopleAndAStalledModelIsGivenUp() {
        try (ClaudeGateway strict = ClaudeGateway.start("--allow-tools", "Bash", "--claude-silence-timeout", "2s");
                Client carol = Client.connect(strict.process())) {
            String worker = carol.createAgent();
            String touch = ModelPrompt.shell(TOUCH).thenText("done").prompt();
            assertEquals("done", carol.execute(worker, touch).text("/payload/result"));
            assertTrue(Files.exists(strict.workspace(worker).resolve("made")));
            carol.settle();
            // It is on record, and was never open to anybody.
            Frame asked = carol.await("the record", frame -> frame.type().equals("approval:requested"));
            Frame allowed =
                    carol.await("the policy's word", frame -> frame.type().equals("approval:resolved"));
            assertEquals("policy", allowed.text("/payload/approval/resolved_by"), allowed::toString);
            assertEquals(asked.sequence().orElseThrow() + 1, allowed.sequence().orElseThrow());

            Frame silent = carol.execute(worker, ModelPrompt.stall().prompt());
            assertEquals("command:error", silent.type(), silent::toString);
            assertEquals("silence", silent.text("/payload/metadata/failure"), silent::toString);
            assertEquals("echo: on", carol.execute(worker, "on").text("/payload/result"));
        }
    }

    private static long pidOf(Frame frame) {
        return frame.at("/payload/agent/pid").longValue(0);
    }

    private void awaitDelta(Request request) {
        String command = alice.commandOf(request);
        alice.await(
                "a delta",
                frame -> frame.text("/payload/command_id").equals(command)
                        && frame.at("/payload/delta").isString());
    }

    private static Frame question(Client client, Request request) {
        String command = client.commandOf(request);
        return client.await(
                "the question",
                frame -> frame.type().equals("approval:requested")
                        && frame.text("/payload/approval/command_id").equals(command));
    }

    private static String outcome(Client client, String approval) {
        return client.await(
                        "the outcome",
                        frame -> frame.type().equals("approval:resolved")
                                && frame.text("/payload/approval/id").equals(approval))
                .text("/payload/approval/outcome");
    }

    private List<Frame> ends(Request request) {
        return alice.frames(frame -> isEnd(frame, request));
    }

    private static boolean isStart(Frame frame, Request request) {
        return frame.type().equals("command:progress")
                && frame.text("/payload/request_id").equals(request.id())
                && frame.text("/payload/status").equals("executing");
    }

    private static boolean isEnd(Frame frame, Request request) {
        return (frame.type().equals("command:result") || frame.type().equals("command:error"))
                && frame.text("/cause/request_id").equals(request.id());
    }
}
