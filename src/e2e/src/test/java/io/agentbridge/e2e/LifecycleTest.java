package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.Echo;
import io.agentbridge.e2e.fixture.Frame;
import io.agentbridge.e2e.fixture.GatewayProcess;
import io.agentbridge.e2e.fixture.Request;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Starting, stopping, starting again. */
class LifecycleTest {
    @Test
    void aStopClosesWith1012AndTheHistoryGoesOnAfterTheNextStart() {
        GatewayProcess first = GatewayProcess.start(GatewayProcess.temporaryData());
        Client client = Client.connect(first);
        String agent = client.createAgent();
        client.execute(agent, "before");
        client.settle();
        long complete = client.complete();
        int exitCode = first.terminate();
        assertEquals(1012, client.closeCode());
        assertTrue(List.of(0, 143).contains(exitCode), "exit code " + exitCode);
        client.close();
        try (GatewayProcess second = first.restart();
                Client returned = Client.connect(second)) {
            assertEquals(client.epoch(), returned.epoch());
            assertTrue(returned.ack().at("/payload/sequence").longValue() > complete);
            returned.expectCursor(false);
            Frame subscribed = returned.call("connection:subscribe", Map.of("epoch", client.epoch(), "from", complete));
            assertTrue(subscribed.at("/payload/recovered").booleanValue());
            returned.settle();
            String next = returned.createAgent();
            assertEquals("after", returned.execute(next, "after").text("/payload/result"));
        }
    }

    /** Their ends together are larger than a record of the journal may be. */
    @Test
    void anAgentWithManyLongPromptsWaitingIsStopped() {
        try (GatewayProcess gateway = GatewayProcess.start(GatewayProcess.temporaryData(), "--durability", "os");
                Client client = Client.connect(gateway)) {
            String agent = client.createAgent();
            client.prompt(agent, Echo.hang().prompt());
            client.await("busy", frame -> frame.showsAgent(agent, "busy"));
            List<Request> waiting = IntStream.range(0, 300)
                    .mapToObj(_ -> client.prompt(agent, "\u8a9e".repeat(16_000)))
                    .toList();
            client.settle();
            client.call("agent:stop", Map.of("agent_id", agent));
            client.await("stopped", frame -> frame.showsAgent(agent, "stopped"));
            for (Request each : waiting) {
                assertEquals("cancelled", client.answer(each).text("/payload/status"));
            }
            assertTrue(gateway.isAlive());
        }
    }

    /** Their starts together are larger than a record of the journal may be. */
    @Test
    void hundredsOfTasksThatOneReleasesAllStart() {
        try (GatewayProcess gateway = GatewayProcess.start(GatewayProcess.temporaryData(), "--durability", "os");
                Client client = Client.connect(gateway)) {
            String agent = client.createAgent();
            client.prompt(agent, Echo.ask("Bash", Map.of()).prompt());
            Frame asked = client.await("the question", frame -> frame.type().equals("approval:requested"));
            client.send("task:assign", Map.of("task", Map.of("id", "first", "title", "First"), "agent_id", agent));
            int count = 400;
            for (int i = 0; i < count; i++) {
                client.createAgent();
                String text = "\u8a9e".repeat(4_000);
                Map<String, ?> task =
                        Map.of("id", "task-" + i, "title", "T", "description", text, "depends_on", List.of("first"));
                client.send("task:assign", Map.of("task", task));
            }
            client.call(
                    "approval:respond", Map.of("approval_id", asked.text("/payload/approval/id"), "decision", "allow"));
            for (int i = 0; i < count; i++) {
                String id = "task-" + i;
                client.await(
                        id,
                        frame -> frame.type().equals("task:complete")
                                && frame.text("/payload/task/id").equals(id));
            }
            assertTrue(gateway.isAlive());
        }
    }

    @Test
    void aCommandInFlightAtACrashEndsOnceAndItsAgentWorksAgain() {
        GatewayProcess first = GatewayProcess.start(GatewayProcess.temporaryData());
        Client client = Client.connect(first);
        String agent = client.createAgent();
        var hanging = client.prompt(agent, Echo.hang().prompt());
        var waiting = client.prompt(agent, "waits");
        client.await("busy", frame -> frame.showsAgent(agent, "busy"));
        client.settle();
        first.kill();
        client.close();
        try (GatewayProcess second = first.restart();
                Client returned = Client.connect(second)) {
            returned.expectCursor(false);
            returned.call("connection:subscribe", Map.of("epoch", client.epoch(), "from", 0));
            returned.await("the end of the one in flight", frame -> ends(frame, hanging));
            returned.await("the end of the one that waited", frame -> ends(frame, waiting));
            returned.settle();
            assertEquals(1, returned.frames(frame -> ends(frame, hanging)).size());
            assertEquals(1, returned.frames(frame -> ends(frame, waiting)).size());
            assertEquals("again", returned.execute(agent, "again").text("/payload/result"));
        }
    }

    @Test
    void aCommandInFlightAtAStopEndsOnceAndSaysWhy() {
        GatewayProcess first = GatewayProcess.start(GatewayProcess.temporaryData());
        Client client = Client.connect(first);
        String agent = client.createAgent();
        var hanging = client.prompt(agent, Echo.hang().prompt());
        client.await("busy", frame -> frame.showsAgent(agent, "busy"));
        first.terminate();
        client.close();
        try (GatewayProcess second = first.restart();
                Client returned = Client.connect(second)) {
            returned.expectCursor(false);
            returned.call("connection:subscribe", Map.of("epoch", client.epoch(), "from", 0));
            Frame end = returned.await("the end of the one in flight", frame -> ends(frame, hanging));
            assertEquals("The agent was ended before it was done.", end.text("/payload/error_message"));
            returned.settle();
            assertEquals(1, returned.frames(frame -> ends(frame, hanging)).size());
            assertEquals("again", returned.execute(agent, "again").text("/payload/result"));
        }
    }

    private static boolean ends(Frame frame, Request request) {
        return (frame.type().equals("command:result") || frame.type().equals("command:error"))
                && frame.text("/cause/request_id").equals(request.id());
    }
}
