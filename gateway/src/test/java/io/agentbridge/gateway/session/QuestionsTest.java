package io.agentbridge.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.gateway.websocket.FrameSink;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When what a client asks is asked. */
class QuestionsTest {
    private static final int ROOM_BYTES = 100;

    private final AnswerQueue answers = new AnswerQueue(ROOM_BYTES);
    private final Questions questions = new Questions(answers);
    private final List<Integer> asked = new ArrayList<>();

    private void ask(int number) {
        questions.add(() -> asked.add(number));
    }

    private void takeAll() {
        answers.fill(new FrameSink() {
            @Override
            public boolean isFull() {
                return false;
            }

            @Override
            public void putFrames(ByteBuffer frames) {}

            @Override
            public void putText(byte[] data, int offset, int length) {}
        });
    }

    @Test
    void one_is_asked_at_a_time_in_their_order() {
        IntStream.rangeClosed(1, 3).forEach(this::ask);
        assertEquals(List.of(1), asked);
        questions.next();
        assertEquals(List.of(1), asked);
        questions.answered();
        questions.answered();
        assertEquals(List.of(1, 2, 3), asked);
    }

    @Test
    void none_is_asked_before_there_is_room_for_its_answer() {
        answers.add(new byte[ROOM_BYTES]);
        ask(1);
        assertEquals(List.of(), asked);
        takeAll();
        questions.next();
        assertEquals(List.of(1), asked);
    }

    @Test
    void an_answer_that_fills_the_room_lets_the_next_wait() {
        IntStream.rangeClosed(1, 2).forEach(this::ask);
        answers.add(new byte[10 * ROOM_BYTES]);
        questions.answered();
        assertEquals(List.of(1), asked);
        takeAll();
        questions.next();
        assertEquals(List.of(1, 2), asked);
    }

    @Test
    void so_many_may_wait() {
        IntStream.rangeClosed(0, 63).forEach(this::ask);
        assertFalse(questions.isFull());
        ask(64);
        assertTrue(questions.isFull());
        questions.answered();
        assertFalse(questions.isFull());
    }

    @Test
    void nothing_is_asked_for_one_who_is_gone() {
        IntStream.rangeClosed(1, 3).forEach(this::ask);
        questions.close();
        questions.answered();
        assertEquals(List.of(1), asked);
    }
}
