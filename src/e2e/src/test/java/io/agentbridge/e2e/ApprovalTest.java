package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.Conversation;
import io.agentbridge.e2e.fixture.Echo;
import io.agentbridge.e2e.fixture.Frame;
import io.agentbridge.e2e.fixture.GatewayProcess;
import io.agentbridge.e2e.fixture.Request;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Permissions: asked of everybody, answered once. */
class ApprovalTest extends Conversation {
    private String agent = "";
    private Request command = Request.of("", Map.of());

    private Frame ask() {
        agent = alice.createAgent();
        command = alice.prompt(
                agent, Echo.ask("Bash", Map.of("command", "rm -r build")).prompt());
        Frame seen = bob.await("the question", this::isQuestion);
        Frame own = alice.await("the question", this::isQuestion);
        assertEquals(own.text(), seen.text());
        assertEquals("Bash", seen.text("/payload/approval/tool_name"));
        assertEquals("rm -r build", seen.text("/payload/approval/input/command"));
        return seen;
    }

    private boolean isQuestion(Frame frame) {
        return frame.type().equals("approval:requested")
                && frame.text("/payload/approval/agent_id").equals(agent);
    }

    private Frame resolved(Client client, String approval) {
        return client.await(
                "approval:resolved",
                frame -> frame.type().equals("approval:resolved")
                        && frame.text("/payload/approval/id").equals(approval));
    }

    @Test
    void anAllowedToolRunsAndAllSeeWhoAllowedIt() {
        String approval = ask().text("/payload/approval/id");
        Frame answer = bob.call("approval:respond", Map.of("approval_id", approval, "decision", "allow"));
        assertFalse(answer.isError(), answer.toString());
        assertEquals("allowed", alice.answer(command).text("/payload/result"));
        Frame shown = resolved(alice, approval);
        assertEquals("allowed", shown.text("/payload/approval/outcome"));
        assertFalse(shown.text("/payload/approval/resolved_by").isEmpty());
    }

    @Test
    void aDeniedToolDoesNotRunAndTheAgentLearnsWhy() {
        String approval = ask().text("/payload/approval/id");
        bob.call("approval:respond", Map.of("approval_id", approval, "decision", "deny", "message", "keep it"));
        assertEquals("denied: keep it", alice.answer(command).text("/payload/result"));
        assertEquals("denied", resolved(alice, approval).text("/payload/approval/outcome"));
    }

    @Test
    void theFirstAnswerWins() {
        String approval = ask().text("/payload/approval/id");
        Request yes = alice.send("approval:respond", Map.of("approval_id", approval, "decision", "allow"));
        Frame first = alice.answer(yes);
        Frame second = bob.call("approval:respond", Map.of("approval_id", approval, "decision", "deny"));
        assertFalse(first.isError(), first.toString());
        assertTrue(second.isError(), second.toString());
        assertEquals("allowed", alice.answer(command).text("/payload/result"));
        bob.settle();
        assertEquals(
                List.of("allowed"),
                bob
                        .frames(frame -> frame.type().equals("approval:resolved")
                                && frame.text("/payload/approval/id").equals(approval))
                        .stream()
                        .map(frame -> frame.text("/payload/approval/outcome"))
                        .toList());
    }

    @Test
    void anUnknownApprovalCannotBeAnswered() {
        assertTrue(alice.call("approval:respond", Map.of("approval_id", "no-such-approval", "decision", "allow"))
                .isError());
    }

    @Test
    void aCancelledCommandWithdrawsItsQuestion() {
        Frame question = ask();
        String approval = question.text("/payload/approval/id");
        alice.call("command:cancel", Map.of("command_id", question.text("/payload/approval/command_id")));
        assertEquals("command:error", alice.answer(command).type());
        assertEquals("cancelled", resolved(bob, approval).text("/payload/approval/outcome"));
        assertTrue(bob.call("approval:respond", Map.of("approval_id", approval, "decision", "allow"))
                .isError());
    }

    @Test
    void anOpenQuestionIsPartOfASnapshot() {
        String approval = ask().text("/payload/approval/id");
        bob.expectCursor(false);
        bob.call("connection:subscribe", Map.of("from", "snapshot"));
        Frame part = bob.await(
                "the snapshot",
                frame -> frame.type().equals("connection:snapshot")
                        && frame.at("/payload/approvals").toString().contains(approval));
        assertTrue(part.at("/payload/commands").isArray());
        bob.call("approval:respond", Map.of("approval_id", approval, "decision", "allow_session"));
        assertEquals("allowed", alice.answer(command).text("/payload/result"));
    }

    @Test
    void aQuestionThatNobodyAnswersExpiresAndIsDenied() {
        try (GatewayProcess impatient =
                        GatewayProcess.start(GatewayProcess.temporaryData(), "--approval-timeout", "300ms");
                Client client = Client.connect(impatient);
                Client other = Client.connect(impatient)) {
            String worker = client.createAgent();
            Request asking = client.prompt(
                    worker, Echo.ask("Bash", Map.of("command", "rm")).prompt());
            Frame question = other.await("the question", frame -> frame.type().equals("approval:requested"));
            String approval = question.text("/payload/approval/id");
            assertEquals("expired", resolved(client, approval).text("/payload/approval/outcome"));
            assertEquals("expired", resolved(other, approval).text("/payload/approval/outcome"));
            Frame result = client.answer(asking);
            assertTrue(result.text("/payload/result").startsWith("denied"), result.toString());
            assertTrue(other.call("approval:respond", Map.of("approval_id", approval, "decision", "allow"))
                    .isError());
        }
    }
}
