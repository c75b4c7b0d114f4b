package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.Conversation;
import io.agentbridge.e2e.fixture.Echo;
import io.agentbridge.e2e.fixture.Frame;
import io.agentbridge.e2e.fixture.GatewayProcess;
import io.agentbridge.e2e.fixture.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who asks for bundles gets what everybody gets, in the same order, in fewer messages. */
class BundleTest extends Conversation {
    private static final int COMMANDS = 100;
    /** Some megabytes, of which the memory for what is new holds one. */
    private static final int LARGE_ANSWERS = 200;

    private void subscribe(Client client, Object from, int bundleMillis) {
        client.expectCursor(false);
        Frame answer = client.call(
                "connection:subscribe", Map.of("epoch", client.epoch(), "from", from, "bundle_millis", bundleMillis));
        assertEquals("connection:subscribed", answer.type());
    }

    /** Many commands at once, of somebody else. */
    private void load(int commands) {
        String agent = bob.createAgent();
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < commands; i++) {
            requests.add(bob.prompt(
                    agent, Echo.text("done " + i).progress("working").chunks(3).prompt()));
        }
        requests.forEach(bob::answer);
        bob.settle();
    }

    private static void awaitSequence(Client client, long sequence) {
        client.await("event " + sequence, frame -> frame.sequence().orElse(0) >= sequence && !frame.more());
    }

    /** What the log showed, without pieces of output, which may be merged for one client and not for another. */
    private static List<JsonNode> events(Client client, long after, long last) {
        return client
                .frames(frame -> frame.sequence().orElse(0) > after
                        && frame.sequence().orElse(0) <= last
                        && frame.correlationId().isEmpty())
                .stream()
                .map(Frame::json)
                .toList();
    }

    @Test
    void bundlesHoldWhatOthersGetMessageByMessage() {
        try (Client each = Client.connect(gateway)) {
            subscribe(alice, "now", 250);
            alice.settle();
            each.settle();
            long after = Math.max(alice.complete(), each.complete());
            int messages = alice.received();

            load(COMMANDS);

            long last = bob.complete();
            awaitSequence(alice, last);
            awaitSequence(each, last);
            assertEquals(events(each, after, last), events(alice, after, last));
            int bundles = alice.bundles();
            int inThem = alice.received() - messages;
            assertTrue(bundles > 0 && inThem > 5 * bundles, inThem + " messages came in " + bundles + " bundles");
        }
    }

    @Test
    void whoAsksInBundlesIsAnsweredOnce() {
        subscribe(alice, "now", 1_000);
        String agent = alice.createAgent();
        assertEquals("hello", alice.execute(agent, "hello").text("/payload/result"));
        alice.settle();
    }

    @Test
    void whatIsReadFromTheJournalComesInBundlesToo() {
        try (GatewayProcess small =
                GatewayProcess.start(GatewayProcess.temporaryData(), "--tail-bytes", "1MiB", "--durability", "os")) {
            long last;
            try (Client writer = Client.connect(small)) {
                String agent = writer.createAgent();
                for (int i = 0; i < LARGE_ANSWERS; i++) {
                    writer.execute(agent, "large ".repeat(2_000) + i);
                }
                writer.settle();
                last = writer.complete();
            }
            try (Client late = Client.connect(small)) {
                subscribe(late, 0, 1_000);
                awaitSequence(late, last);
                assertTrue(late.bundles() > 0, "no bundle came");
            }
        }
    }

    @Test
    void aSubscriptionWithoutBundlesEndsThem() {
        subscribe(alice, "now", 100);
        load(COMMANDS / 10);
        awaitSequence(alice, bob.complete());
        assertTrue(alice.bundles() > 0, "no bundle came");

        subscribe(alice, alice.complete(), 0);
        int bundles = alice.bundles();
        load(COMMANDS / 10);
        awaitSequence(alice, bob.complete());
        assertEquals(bundles, alice.bundles());
    }
}
