package io.agentbridge.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.agentbridge.engine.input.Report;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.ApprovalOutcome;
import io.agentbridge.engine.model.CommandStatus;
import io.agentbridge.engine.model.ErrorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApprovalExamplesTest {
    private final Bench bench = new Bench();
    private final String agent = bench.idleAgent();
    private final String command = bench.execute(bench.cause(), agent, "work", 10_000);

    private String ask(String permission) {
        bench.ask(command, permission, ApprovalDecision.NONE);
        return bench.state().approvals().stream().toList().getLast().id();
    }

    private ApprovalOutcome outcome(String approval) {
        return bench.state().approval(approval).orElseThrow().outcome();
    }

    @Test
    void a_command_waits_while_people_are_asked_and_goes_on_with_the_first_answer() {
        String approval = ask("p1");
        assertEquals(List.of("ApprovalRequested", "CommandChanged"), bench.kinds());
        assertEquals(CommandStatus.WAITING_APPROVAL, bench.command(command).status());

        bench.respond(approval, ApprovalDecision.ALLOW_SESSION);
        assertEquals(List.of("ApprovalResolved", "CommandChanged"), bench.kinds());
        assertEquals("alice", bench.state().approval(approval).orElseThrow().resolvedBy());
        assertEquals("alice", bench.decision.events().getFirst().cause().principal());
        assertEquals(ApprovalOutcome.ALLOWED, outcome(approval));
        assertEquals(CommandStatus.EXECUTING, bench.command(command).status());

        bench.respond(approval, ApprovalDecision.DENY);
        assertEquals(ErrorType.CONFLICT, bench.refusal().type());
        bench.respond("approval-unknown", ApprovalDecision.DENY);
        assertEquals(ErrorType.COMMAND_ERROR, bench.refusal().type());
    }

    @Test
    void a_ruling_of_the_policy_asks_nobody() {
        bench.ask(command, "p1", ApprovalDecision.DENY);
        assertEquals(List.of("ApprovalRequested", "ApprovalResolved"), bench.kinds());
        assertEquals("policy", bench.state().approvals().iterator().next().resolvedBy());
        assertEquals(CommandStatus.EXECUTING, bench.command(command).status());
    }

    @Test
    void the_command_goes_on_only_when_the_last_permission_is_decided() {
        String first = ask("p1");
        String second = ask("p2");
        assertEquals(List.of("ApprovalRequested"), bench.kinds());
        bench.respond(first, ApprovalDecision.ALLOW);
        assertEquals(CommandStatus.WAITING_APPROVAL, bench.command(command).status());
        bench.respond(second, ApprovalDecision.DENY);
        assertEquals(CommandStatus.EXECUTING, bench.command(command).status());
    }

    @Test
    void the_clock_of_a_command_rests_while_it_waits() {
        bench.nowMillis += 4_000;
        String approval = ask("p1");
        bench.nowMillis += 20_000;
        bench.respond(approval, ApprovalDecision.ALLOW);
        assertEquals(bench.nowMillis + 6_000, bench.command(command).deadlineMillis());
        assertEquals(bench.nowMillis + 6_000, bench.engine.nextDeadlineMillis());
    }

    @Test
    void an_unanswered_permission_expires_and_is_denied_to_the_agent() {
        String approval = ask("p1");
        assertEquals(List.of("ApprovalResolved", "CommandChanged"), bench.pass(Bench.SMALL.approvalTimeoutMillis()));
        assertEquals(ApprovalOutcome.EXPIRED, outcome(approval));
        assertEquals(
                ApprovalDecision.DENY,
                bench.state().approval(approval).orElseThrow().decision());
        assertEquals("deadline", bench.state().approval(approval).orElseThrow().resolvedBy());
    }

    @Test
    void a_withdrawn_permission_is_cancelled() {
        String approval = ask("p1");
        bench.tell(new Report.PermissionWithdrawn(agent, bench.position(agent), "p1"));
        assertEquals(ApprovalOutcome.CANCELLED, outcome(approval));
        assertEquals(CommandStatus.EXECUTING, bench.command(command).status());
    }

    @Test
    void the_end_of_a_command_cancels_what_it_asked() {
        String approval = ask("p1");
        bench.finish(command);
        assertEquals(List.of("ApprovalResolved", "CommandEnded", "AgentChanged"), bench.kinds());
        assertEquals(ApprovalOutcome.CANCELLED, outcome(approval));
        assertEquals(
                ApprovalDecision.NONE,
                bench.state().approval(approval).orElseThrow().decision());
    }

    @Test
    void asking_for_the_same_permission_again_changes_nothing() {
        ask("p1");
        long hash = bench.state().hash();
        ask("p1");
        assertEquals(hash, bench.state().hash());
    }
}
