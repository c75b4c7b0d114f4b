package io.agentbridge.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.ErrorType;
import io.agentbridge.engine.model.Settings;
import org.junit.jupiter.api.Test;

class IdempotencyExamplesTest {
    private static final String ID = "6f1c1b44-6a0e-4a75-9d5f-0f5f8f1f0a01";

    private final Bench bench = new Bench();
    private final String agent = bench.idleAgent();

    @Test
    void a_pending_request_that_comes_again_is_joined_and_an_answered_one_is_answered_again() {
        Cause cause = Bench.idempotent(ID, 77, -1);
        String command = bench.execute(cause, agent, "hello", 0);
        long hash = bench.state().hash();
        bench.execute(cause, agent, "hello", 0);
        assertInstanceOf(Reply.Joined.class, bench.decision.reply());

        assertEquals(hash, bench.state().hash());
        bench.finish(command);
        long answeredAt = bench.decision.events().getFirst().sequence();
        bench.execute(cause, agent, "hello", 0);
        assertEquals(new Reply.Repeated(cause, answeredAt), bench.decision.reply());
    }

    @Test
    void the_same_id_with_other_content_is_a_conflict_but_not_for_another_principal() {
        bench.execute(Bench.idempotent(ID, 77, -1), agent, "hello", 0);
        bench.execute(Bench.idempotent(ID, 78, -1), agent, "other", 0);
        assertEquals(ErrorType.CONFLICT, bench.refusal().type());

        Cause bob = new Cause("bob", "client-2", ID, "", io.agentbridge.engine.model.Dialect.STANDARD, 78, -1);
        assertNotEquals("", bench.execute(bob, agent, "other", 0));
    }

    @Test
    void a_refusal_is_not_remembered() {
        bench.execute(Bench.idempotent(ID, 77, -1), "nobody", "hello", 0);
        assertEquals(ErrorType.COMMAND_ERROR, bench.refusal().type());
        assertNotEquals("", bench.execute(Bench.idempotent(ID, 78, -1), agent, "hello", 0));
    }

    @Test
    void a_request_older_than_all_that_is_remembered_is_too_old() {
        Bench tiny = new Bench(new Settings(1, 10, 10, 10, 100, 1 << 20, 60_000, 30_000, 2, 2));
        String worker = tiny.idleAgent();
        long sentAt = tiny.state().sequence();
        tiny.execute(Bench.idempotent("a", 1, sentAt), worker, "hello", 0);
        tiny.execute(Bench.idempotent("b", 1, sentAt), worker, "hello", 0);
        tiny.execute(Bench.idempotent("c", 1, -1), worker, "hello", 0);
        tiny.execute(Bench.idempotent("a", 1, sentAt), worker, "hello", 0);
        assertEquals(ErrorType.TOO_OLD, tiny.refusal().type());
    }
}
