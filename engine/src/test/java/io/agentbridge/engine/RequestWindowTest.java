package io.agentbridge.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** The window remembers what a linked map would, whatever the ids are. */
class RequestWindowTest {
    private static final int LIMIT = 40;

    private record Name(String principal, String requestId) {}

    private record Remembered(long contentHash, long acceptedAt, long answeredAt) {}

    /** What is done to the window: a request that is answered at once, one that is not, and an answer that comes later. */
    enum Move {
        ANSWERED,
        ACCEPTED,
        ANSWERED_LATER
    }

    record Step(Move move, String principal, String id, long contentHash) {}

    @Property(tries = 300)
    void it_remembers_the_newest_in_their_order(@ForAll("steps") List<Step> steps) {
        RequestWindow window = new RequestWindow();
        LinkedHashMap<Name, Remembered> model = new LinkedHashMap<>();
        long sequence = 0;
        for (Step step : steps) {
            sequence++;
            Cause cause = cause(step);
            Name name = new Name(step.principal(), step.id());
            switch (step.move()) {
                case ANSWERED -> {
                    window.answered(cause, sequence);
                    model.put(name, new Remembered(step.contentHash(), sequence, sequence));
                }
                case ACCEPTED -> {
                    window.accepted(cause, sequence);
                    model.put(name, new Remembered(step.contentHash(), sequence, 0));
                }
                case ANSWERED_LATER -> {
                    window.answeredLater(cause, sequence);
                    Remembered known = model.get(name);
                    if (known != null && known.answeredAt() == 0) {
                        model.put(name, new Remembered(known.contentHash(), known.acceptedAt(), sequence));
                    }
                }
            }
            window.evictAbove(LIMIT);
            while (model.size() > LIMIT) {
                model.pollFirstEntry();
            }
            assertSame(model, window);
        }
        RequestWindow restored = new RequestWindow();
        restored.restore(window.requests());
        assertSame(model, restored);
        assertEquals(window.hash(), restored.hash());
        assertEquals(window.requests(), restored.requests());
    }

    @Test
    void it_grows_beyond_its_first_size_and_forgets_in_order() {
        RequestWindow window = new RequestWindow();
        List<Cause> causes = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            causes.add(cause(new Step(Move.ANSWERED, "ada", new UUID(i, ~i).toString(), i + 1)));
            window.answered(causes.get(i), i + 1);
        }
        window.evictAbove(3_000);
        assertEquals(3_000, window.size());
        assertEquals(2_001, window.oldestAcceptedAt());
        for (int i = 0; i < 5_000; i++) {
            int place = window.find(causes.get(i));
            assertEquals(i >= 2_000, place != RequestWindow.NOT_FOUND);
            assertEquals(i >= 2_000 ? i + 1 : 0, place == RequestWindow.NOT_FOUND ? 0 : window.answeredAt(place));
        }
        window.evictAbove(0);
        assertEquals(0, window.hash());
        assertEquals(AcceptedRequests.NONE, window.requests());
    }

    /** Texts that share their hash code share a bucket, as ids that somebody chose would. */
    @Test
    void ids_that_fall_into_one_bucket_are_told_apart() {
        RequestWindow window = new RequestWindow();
        List<String> ids = colliding(8);
        for (String id : ids) {
            window.answered(cause(new Step(Move.ANSWERED, "ada", id, id.charAt(0))), ids.indexOf(id) + 1);
        }
        for (String id : ids) {
            assertEquals(
                    ids.indexOf(id) + 1, window.answeredAt(window.find(cause(new Step(Move.ANSWERED, "ada", id, 1)))));
        }
        window.evictAbove(ids.size() / 2);
        for (String id : ids) {
            boolean kept = ids.indexOf(id) >= ids.size() / 2;
            int place = window.find(cause(new Step(Move.ANSWERED, "ada", id, 1)));
            assertEquals(kept, place != RequestWindow.NOT_FOUND);
        }
    }

    /** 2 to the power of {@code pairs} texts with the same hash code, for "Aa" and "BB" have the same. */
    private static List<String> colliding(int pairs) {
        List<String> texts = List.of("");
        for (int i = 0; i < pairs; i++) {
            List<String> longer = new ArrayList<>();
            for (String text : texts) {
                longer.add(text + "Aa");
                longer.add(text + "BB");
            }
            texts = longer;
        }
        return texts;
    }

    @Property
    void the_hash_of_a_uuid_is_that_of_its_text(@ForAll long high, @ForAll long low) {
        String text = new UUID(high, low).toString();
        assertEquals(Hash.add(7, text), Hash.addUuid(7, high, low));
        RequestId id = new RequestId();
        id.set(text);
        assertEquals(List.of(high, low, ""), List.of(id.high(), id.low(), id.text()));
    }

    @Property
    void what_only_looks_like_a_uuid_stays_a_text(@ForAll long high, @ForAll long low) {
        String text = new UUID(high | 0xA000_0000_0000_0000L, low).toString();
        for (String other :
                List.of(text.toUpperCase(Locale.ROOT), text.replace('-', '0'), text + "0", text.substring(1))) {
            RequestId id = new RequestId();
            id.set(other);
            assertEquals(other, id.text());
            assertFalse(id.text().isEmpty());
        }
    }

    private static void assertSame(Map<Name, Remembered> model, RequestWindow window) {
        AcceptedRequests requests = window.requests();
        assertEquals(model.size(), requests.size());
        int i = 0;
        for (Map.Entry<Name, Remembered> expected : model.entrySet()) {
            assertEquals(expected.getKey(), new Name(requests.principal(i), requests.requestId(i)));
            assertEquals(
                    expected.getValue(),
                    new Remembered(requests.contentHash(i), requests.acceptedAt(i), requests.answeredAt(i)));
            Cause cause = cause(new Step(
                    Move.ANSWERED,
                    expected.getKey().principal(),
                    expected.getKey().requestId(),
                    1));
            int place = window.find(cause);
            assertEquals(expected.getValue().answeredAt(), window.answeredAt(place));
            i++;
        }
    }

    private static Cause cause(Step step) {
        return new Cause(step.principal(), "client", step.id(), "", Dialect.STANDARD, step.contentHash(), -1);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<String> uuids =
                Arbitraries.longs().between(0, 60).map(n -> new UUID(n * 0x9E3779B97F4A7C15L, n).toString());
        Arbitrary<String> others = Arbitraries.of(
                "Aa", "BB", "1", new UUID(0xABCL, 0xDEFL).toString().toUpperCase(Locale.ROOT));
        Arbitrary<Step> step = Combinators.combine(
                        Arbitraries.of(Move.class),
                        Arbitraries.of("ada", "bob"),
                        Arbitraries.frequencyOf(Tuple.of(9, uuids), Tuple.of(1, others)),
                        Arbitraries.longs().between(1, 3))
                .as(Step::new);
        return step.list().ofMaxSize(200);
    }
}
