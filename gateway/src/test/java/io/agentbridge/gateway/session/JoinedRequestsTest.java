package io.agentbridge.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Dialect;
import io.agentbridge.engine.model.MessageKind;
import io.agentbridge.engine.model.RelayedMessage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who waits for the answer to a request that was pending when it was sent again, and how many may. */
class JoinedRequestsTest {
    private final JoinedRequests joined = new JoinedRequests();

    private static Cause request(String id, int time) {
        return new Cause("ada", "client", id, "correlation-" + time, Dialect.STANDARD, 1, -1);
    }

    private static Event answer(String id, long sequence) {
        return new Event(
                sequence,
                0,
                request(id, 0),
                new Fact.MessageRelayed(new RelayedMessage(
                        "message", MessageKind.MESSAGE, "a", "b", Body.of("text"), "", Body.none(), Body.none())));
    }

    @Test
    void a_request_is_answered_as_often_as_it_was_sent_up_to_four_times() {
        IntStream.rangeClosed(1, 4).forEach(time -> assertTrue(joined.add(request("one", time))));
        assertFalse(joined.add(request("one", 5)));
        assertTrue(joined.add(request("two", 1)));
        assertEquals(
                IntStream.rangeClosed(1, 4)
                        .mapToObj(time -> request("one", time))
                        .toList(),
                joined.answeredBy(answer("one", 7)));
    }

    @Test
    void a_thousand_and_some_wait_at_most_until_they_were_shown_their_answer() {
        IntStream.range(0, 1_024).forEach(number -> assertTrue(joined.add(request("id-" + number, 1))));
        assertFalse(joined.add(request("one-more", 1)));
        assertEquals(List.of(), joined.answeredBy(answer("one-more", 6)));
        assertEquals(1, joined.answeredBy(answer("id-5", 7)).size());
        joined.shown(6);
        assertFalse(joined.add(request("one-more", 1)));
        joined.shown(7);
        assertTrue(joined.add(request("one-more", 1)));
    }

    @Test
    void what_another_principal_asked_under_the_same_id_is_not_theirs() {
        joined.add(new Cause("bob", "client", "one", "", Dialect.STANDARD, 1, -1));
        assertEquals(List.of(), joined.answeredBy(answer("one", 7)));
    }
}
