package io.agentbridge.client.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.client.json.JsonObject;
import io.agentbridge.client.model.Event;
import io.agentbridge.client.model.Filter;
import io.agentbridge.client.model.Frame;
import io.agentbridge.client.model.HistoryPage;
import io.agentbridge.client.model.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A subscriber of any speed gets each event once, whole and in order, whatever happens to the stream. */
final class AnySubscriberTest {
    private static final String EPOCH = "epoch-1";
    private static final int MAX_FRAMES = 3;

    /** Keeps what it demanded, on the thread that gives it. */
    private static final class Reader implements Flow.Subscriber<Event> {
        final List<String> seen = new ArrayList<>();

        @Override
        public void onSubscribe(Flow.Subscription given) {
            // It reads when it is told to.
        }

        @Override
        public void onNext(Event event) {
            seen.add(event.frame().id());
        }

        @Override
        public void onError(Throwable reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void onComplete() {
            throw new AssertionError("nothing ends here");
        }
    }

    /** As much of a server as a stream sees: its log, and where it is in telling it. */
    private static final class Server {
        final List<List<Frame>> log = new ArrayList<>();
        private final Random chance;
        private int told;

        Server(Random chance) {
            this.chance = chance;
        }

        void grow(int count) {
            for (int n = 0; n < count; n++) {
                int number = log.size() + 1;
                int frames = Math.max(1, chance.nextInt(MAX_FRAMES + 2) - 1);
                log.add(IntStream.range(0, frames)
                        .mapToObj(index -> frame(number, index, index < frames - 1, false))
                        .toList());
            }
        }

        void subscribe(EventStream stream) {
            JsonObject request = stream.request();
            told = (int) request.whole("from");
            stream.subscribed(JsonObject.EMPTY
                    .with("recovered", true)
                    .with("epoch", EPOCH)
                    .with("from", (long) told));
        }

        void tell(EventStream stream, int count) throws GapException {
            int end = Math.min(log.size(), told + count);
            while (told < end) {
                for (Frame frame : log.get(told)) {
                    stream.take(frame);
                }
                told++;
            }
        }

        /** The answer to a request that was sent again, out of turn. */
        void repeatAnswer(EventStream stream) throws GapException {
            int number = 1 + chance.nextInt(log.size());
            if (number > told && log.get(number - 1).size() == 1) {
                stream.take(frame(number, 0, false, true));
            }
        }

        HistoryPage page(Missing missing) {
            int first = (int) missing.query().whole("from");
            int last = Math.min(log.size(), first + missing.count() - 1);
            List<Event> events = log.subList(first - 1, last).stream()
                    .flatMap(List::stream)
                    .map(frame -> new Event(frame, Optional.empty()))
                    .toList();
            return new HistoryPage(events, first, last, Optional.empty(), log.size());
        }
    }

    private static Frame frame(long number, int index, boolean more, boolean answer) {
        return Frame.of(JsonObject.EMPTY
                .with("id", number + "." + index)
                .with("type", "task:update")
                .with("timestamp", "2026-03-01T12:00:00.000+00:00")
                .with("payload", JsonObject.EMPTY)
                .with("sequence", number)
                .with("more", more)
                .with("correlation_id", answer ? Optional.of("request") : Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void getsEachEventOnceWholeAndInOrderButForAnswersThatComeOutOfTurnBehindAFilter(boolean filtered)
            throws GapException {
        for (int seed = 0; seed < 300; seed++) {
            follow(new Random(seed), filtered, "seed " + seed);
        }
    }

    private static void follow(Random chance, boolean filtered, String which) throws GapException {
        int capacity = 1 + chance.nextInt(12);
        EventStream stream = new EventStream(capacity);
        Server server = new Server(chance);
        if (filtered) {
            stream.choose(new Position(EPOCH, 0), Filter.everything().types("task:update"));
            server.subscribe(stream);
        } else {
            stream.follow(new Position(EPOCH, 0));
        }
        Mailbox<Event> mailbox = new Mailbox<>(capacity, Runnable::run, () -> {}, () -> {});
        Reader reader = new Reader();
        assertTrue(mailbox.attach(reader));
        assertTrue(stream.consume(mailbox));
        Optional<Missing> asked = Optional.empty();
        for (int step = 0; step < 200; step++) {
            switch (chance.nextInt(8)) {
                case 0 -> server.grow(1 + chance.nextInt(10));
                case 1, 2 -> server.tell(stream, 1 + chance.nextInt(10));
                case 3 -> mailbox.request(Math.clamp(mailbox.size(), 1, 1 + chance.nextInt(5)));
                case 4 -> asked = asked.isPresent() ? asked : catchUp(stream, server);
                case 5 -> {
                    asked.ifPresent(missing -> stream.found(missing, server.page(missing)));
                    asked = Optional.empty();
                }
                case 6 -> {
                    if (!server.log.isEmpty()) {
                        server.repeatAnswer(stream);
                    }
                }
                default -> {
                    if (chance.nextInt(5) == 0) {
                        stream.pause();
                        server.subscribe(stream);
                    }
                }
            }
            assertTrue(mailbox.size() <= capacity + MAX_FRAMES - 1, which);
        }
        List<String> wanted =
                server.log.stream().flatMap(List::stream).map(Frame::id).toList();
        mailbox.request(wanted.size() + 1);
        for (int round = 0; round < wanted.size(); round++) {
            server.tell(stream, wanted.size());
            catchUp(stream, server).ifPresent(missing -> stream.found(missing, server.page(missing)));
        }
        List<String> seen = filtered
                ? reader.seen.stream()
                        .sorted(Comparator.comparingInt(wanted::indexOf))
                        .toList()
                : reader.seen;
        assertEquals(wanted, seen, which);
        assertEquals(new Position(EPOCH, server.log.size()), stream.position(), which);
    }

    private static Optional<Missing> catchUp(EventStream stream, Server server) {
        if (!stream.shouldCatchUp()) {
            return Optional.empty();
        }
        if (stream.shouldSubscribe()) {
            server.subscribe(stream);
            return Optional.empty();
        }
        return Optional.of(stream.missing());
    }
}
