package io.agentbridge.client.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.agentbridge.client.json.JsonObject;
import io.agentbridge.client.model.Frame;
import io.agentbridge.client.model.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Answers that come out of turn behind a filter. What all clients do alike, {@code clients/conformance} shows. */
final class CursorTest {
    private final Cursor cursor = new Cursor();

    CursorTest() {
        cursor.follow(new Position("e", 10), true);
    }

    private static Frame event(long sequence) {
        return frame("event-" + sequence, sequence, false, Optional.empty());
    }

    private static Frame answer(long sequence) {
        return frame("answer-" + sequence, sequence, false, Optional.of("request"));
    }

    private static Frame frame(String id, long sequence, boolean more, Optional<String> correlationId) {
        return new Frame(
                id,
                "task:update",
                Instant.EPOCH,
                JsonObject.EMPTY,
                Optional.empty(),
                Optional.empty(),
                correlationId,
                Optional.of(sequence),
                more,
                Optional.empty());
    }

    private List<Long> shown(Frame... frames) throws GapException {
        List<Long> shown = new ArrayList<>();
        for (Frame frame : frames) {
            cursor.take(frame).forEach(one -> shown.add(one.sequence().orElseThrow()));
        }
        return shown;
    }

    @Test
    void anAnswerFarAheadHidesNothingBeforeIt() throws GapException {
        assertEquals(
                List.of(11L, 500L, 12L, 13L, 499L, 501L),
                shown(event(11), answer(500), event(12), event(13), event(499), event(500), event(501)));
    }

    @Test
    void anAnswerThatWasShownAheadIsNotShownAgainAfterADisconnection() throws GapException {
        assertEquals(List.of(500L), shown(answer(500)));
        cursor.pause();
        cursor.follow(new Position("e", 10), true);
        assertEquals(List.of(501L), shown(event(500), event(501)));
    }

    @Test
    void anAnswerThatWasLetGoComesAgainInItsTurn() throws GapException {
        shown(answer(500));
        cursor.letGo(500);
        assertEquals(List.of(500L), shown(event(500)));
    }

    @Test
    void anAnswerMayBeTheLastFrameOfItsEvent() throws GapException {
        Frame first = frame("first", 20, true, Optional.empty());
        assertEquals(List.of(20L, 20L), shown(first, answer(20)));
    }

    @Test
    void withoutAFilterAnAnswerThatComesOutOfTurnIsNoGap() throws GapException {
        cursor.follow(new Position("e", 10), false);
        assertEquals(List.of(11L, 12L), shown(answer(12), event(11), event(12)));
    }
}
