package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.ClaudeGateway;
import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.Frame;
import io.agentbridge.e2e.fixture.ModelPrompt;
import io.agentbridge.e2e.fixture.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A gateway that is killed loses no agent and nothing that it says; one that is stopped ends its agents and has them again. */
class ClaudeCrashTest {
    private ClaudeGateway claude;
    private Client client;
    private String agent = "";
    private long pid;

    @BeforeEach
    void begin() {
        claude = ClaudeGateway.start();
        client = Client.connect(claude.process());
        agent = client.createAgent();
        pid = client.await("the agent", frame -> frame.showsAgent(agent, "idle"))
                .at("/payload/agent/pid")
                .longValue(0);
    }

    @AfterEach
    void end() {
        if (claude != null) {
            claude.close();
        }
    }

    private void kill() {
        client.settle();
        claude.process().kill();
        client.close();
        assertTrue(claude.processesOf(agent).contains(pid), "the agent outlives the gateway");
        claude.restart();
    }

    /** Connects again and takes up the history from its beginning. */
    private Client returned() {
        Client returned = Client.connect(claude.process());
        assertEquals(client.epoch(), returned.epoch());
        returned.expectCursor(false);
        returned.call("connection:subscribe", Map.of("epoch", client.epoch(), "from", 0));
        return returned;
    }

    /** The agent as a client that comes now is shown it. */
    private JsonNode agentNow() {
        try (Client visitor = Client.connect(claude.process())) {
            visitor.expectCursor(false);
            visitor.call("connection:subscribe", Map.of("from", "snapshot"));
            Frame part = visitor.await("the snapshot", frame -> frame.type().equals("connection:snapshot"));
            assertEquals(1, part.at("/payload/agents").size(), part::toString);
            return part.at("/payload/agents/0");
        }
    }

    private static boolean ends(Frame frame, Request request) {
        return (frame.type().equals("command:result") || frame.type().equals("command:error"))
                && frame.text("/cause/request_id").equals(request.id());
    }

    @Test
    void anAnswerThatWasHalfSaidWhenTheGatewayWasKilledIsWhole() {
        String text = "Said to nobody for a while: é🙂 \"quoted\"\n".repeat(500);
        Request request =
                client.prompt(agent, ModelPrompt.text(text).delayMillis(80).prompt());
        client.await("a delta", frame -> frame.at("/payload/delta").isString());
        kill();
        try (Client returned = returned()) {
            Frame end = returned.await("the end of the command", frame -> ends(frame, request));
            assertEquals("command:result", end.type(), end::toString);
            assertEquals(text, end.text("/payload/result"));
            assertEquals(pid, agentNow().at("/pid").longValue(0));
            Frame next = returned.execute(agent, "next");
            assertEquals("echo: next", next.text("/payload/result"), next::toString);
            returned.settle();
            assertEquals(1, returned.frames(frame -> ends(frame, request)).size());
            assertEquals(pid, agentNow().at("/pid").longValue(0));
        }
    }

    @Test
    void anAnswerThatWasFinishedWhileNoGatewayRanIsNotLost() throws InterruptedException {
        Request request = client.prompt(
                agent, ModelPrompt.text("said in the meantime").delayMillis(500).prompt());
        client.await("a delta", frame -> frame.at("/payload/delta").isString());
        client.settle();
        claude.process().kill();
        client.close();
        Thread.sleep(1_500);
        claude.restart();
        try (Client returned = returned()) {
            Frame end = returned.await("the end of the command", frame -> ends(frame, request));
            assertEquals("said in the meantime", end.text("/payload/result"), end::toString);
            assertEquals("echo: next", returned.execute(agent, "next").text("/payload/result"));
            returned.settle();
            assertEquals(1, returned.frames(frame -> ends(frame, request)).size());
            assertEquals(pid, agentNow().at("/pid").longValue(0));
        }
    }

    @Test
    void aQuestionThatWasOpenWhenTheGatewayWasKilledCanBeAnsweredAfterwards() {
        Request request = client.prompt(
                agent,
                ModelPrompt.shell("setsid true; touch made").thenText("done").prompt());
        String approval = client.await("the question", frame -> frame.type().equals("approval:requested"))
                .text("/payload/approval/id");
        kill();
        try (Client returned = returned()) {
            returned.expectCursor(false);
            returned.call("connection:subscribe", Map.of("from", "snapshot"));
            Frame snapshot =
                    returned.await("the snapshot", frame -> frame.type().equals("connection:snapshot"));
            assertEquals(approval, snapshot.text("/payload/approvals/0/id"), snapshot::toString);
            assertFalse(Files.exists(claude.workspace(agent).resolve("made")));
            Frame answer = returned.call("approval:respond", Map.of("approval_id", approval, "decision", "allow"));
            assertFalse(answer.isError(), answer::toString);
            Frame end = returned.await("the end of the command", frame -> ends(frame, request));
            assertEquals("done", end.text("/payload/result"), end::toString);
            assertTrue(Files.exists(claude.workspace(agent).resolve("made")));
            returned.settle();
            List<Frame> asked = returned.frames(frame -> frame.type().equals("approval:requested"));
            assertTrue(
                    asked.stream().allMatch(frame -> frame.text("/payload/approval/id")
                            .equals(approval)),
                    "it was asked twice: " + asked);
            assertEquals(1, returned.frames(frame -> ends(frame, request)).size());
        }
    }

    @Test
    void whatClaudeIsToDoIsDoneOnceWheneverTheGatewayIsKilled() throws Exception {
        Path log = claude.workspace(agent).resolve("log");
        for (int delayMillis : new int[] {0, 15, 40, 120, 400}) {
            String line = "killed after " + delayMillis + " ms";
            Request request = client.prompt(
                    agent,
                    ModelPrompt.shell("echo " + line + " >> log").thenText(line).prompt());
            Thread.sleep(delayMillis);
            claude.process().kill();
            client.close();
            claude.restart();
            client = Client.connect(claude.process());
            // Whether it was taken, done, answered or not: it is the same request, and has one answer.
            Frame answer = client.answer(client.resend(request.again()));
            assertEquals(line, answer.text("/payload/result"), answer::toString);
            long times = Files.readAllLines(log).stream().filter(line::equals).count();
            assertEquals(1, times, line);
        }
        assertEquals(pid, agentNow().at("/pid").longValue(0));
        client.close();
    }

    @Test
    void aStoppedGatewayEndsItsAgentsAndTheNextStartHasThemAgain() {
        assertEquals("echo: before", client.execute(agent, "before").text("/payload/result"));
        String session = agentNow().at("/session_id").stringValue("");
        Request inFlight = client.prompt(
                agent,
                ModelPrompt.text("a long answer ".repeat(100)).delayMillis(500).prompt());
        Request waiting = client.prompt(agent, "waited");
        String command = client.commandOf(inFlight);
        client.await(
                "a delta",
                frame -> frame.text("/payload/command_id").equals(command)
                        && frame.at("/payload/delta").isString());
        client.settle();
        claude.process().terminate();
        client.close();
        assertEquals(List.of(), claude.processes());
        claude.restart();
        try (Client returned = returned()) {
            Frame end = returned.await("the end of the one in flight", frame -> ends(frame, inFlight));
            assertEquals("failed", end.text("/payload/metadata/status"), end::toString);
            assertEquals("interrupted", end.text("/payload/metadata/failure"), end::toString);
            Frame late = returned.await("the end of the one that waited", frame -> ends(frame, waiting));
            assertEquals("echo: waited", late.text("/payload/result"), late::toString);
            assertEquals("echo: after", returned.execute(agent, "after").text("/payload/result"));
            JsonNode now = agentNow();
            assertNotEquals(pid, now.at("/pid").longValue(0), now::toString);
            assertEquals(session, now.at("/session_id").stringValue(""));
            returned.settle();
            assertEquals(1, returned.frames(frame -> ends(frame, inFlight)).size());
            assertEquals(1, returned.frames(frame -> ends(frame, waiting)).size());
        }
    }
}
