package io.agentbridge.gateway.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.Snapshot;
import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.input.Input;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StepCodecTest {
    private static final long SEQUENCE = 41;
    private static final long TIME = 1_790_000_000_000L;

    private final StepCodec codec = new StepCodec();
    private final SnapshotCodec snapshots = new SnapshotCodec();

    @Provide
    Arbitrary<Input> inputs() {
        return Arbitraries.randomValue(random -> new RandomValues(random).value(Input.class));
    }

    @Provide
    Arbitrary<List<Event>> eventLists() {
        return Arbitraries.randomValue(random -> new RandomValues(random).events(SEQUENCE, TIME));
    }

    @Provide
    Arbitrary<Snapshot> anySnapshots() {
        return Arbitraries.randomValue(random -> new RandomValues(random).value(Snapshot.class));
    }

    @Property(tries = 4000)
    void everyInputReadsBackAsItWasAndIsWrittenInOneWay(@ForAll("inputs") Input input) {
        byte[] encoded = encode(input);
        Input decoded = codec.decodeInput(encoded);
        assertEquals(input, decoded);
        assertArrayEquals(encoded, encode(decoded));
    }

    @Property(tries = 4000)
    void everyEventReadsBackAsItWasAndIsWrittenInOneWay(@ForAll("eventLists") List<Event> events) {
        byte[] encoded = encode(events);
        List<Event> decoded = codec.decodeEvents(encoded, SEQUENCE, TIME);
        assertEquals(events, decoded);
        assertArrayEquals(encoded, encode(decoded));
    }

    @Property(tries = 1000)
    void everySnapshotReadsBackAsItWasAndIsWrittenInOneWay(@ForAll("anySnapshots") Snapshot snapshot) {
        byte[] encoded = snapshots.encode(snapshot);
        Snapshot decoded = snapshots.decode(encoded);
        assertEquals(snapshot, decoded);
        assertArrayEquals(encoded, snapshots.encode(decoded));
    }

    @Property(tries = 30)
    void whatIsCutAnywhereIsRefused(@ForAll("eventLists") List<Event> events, @ForAll("inputs") Input input) {
        byte[] encodedEvents = encode(events);
        byte[] encodedInput = encode(input);
        for (int length = 0; length < encodedEvents.length; length++) {
            byte[] cut = Arrays.copyOf(encodedEvents, length);
            assertThrows(CodecException.class, () -> codec.decodeEvents(cut, SEQUENCE, TIME));
        }
        for (int length = 0; length < encodedInput.length; length++) {
            byte[] cut = Arrays.copyOf(encodedInput, length);
            assertThrows(CodecException.class, () -> codec.decodeInput(cut));
        }
    }

    @Property(tries = 5)
    void whateverBitIsFlippedItIsReadOrRefusedAndNothingElse(
            @ForAll("eventLists") List<Event> events, @ForAll("inputs") Input input) {
        byte[] encodedEvents = encode(events);
        byte[] encodedInput = encode(input);
        for (int bit = 0; bit < 8 * encodedEvents.length; bit++) {
            byte[] flipped = flipped(encodedEvents, bit);
            readOrRefuse(() -> codec.decodeEvents(flipped, SEQUENCE, TIME));
        }
        for (int bit = 0; bit < 8 * encodedInput.length; bit++) {
            byte[] flipped = flipped(encodedInput, bit);
            readOrRefuse(() -> codec.decodeInput(flipped));
        }
    }

    @Property(tries = 5000)
    void whatIsDamagedIsReadOrRefusedAndNothingElse(
            @ForAll("eventLists") List<Event> events, @ForAll("inputs") Input input, @ForAll long seed) {
        Random random = new Random(seed);
        readOrRefuse(() -> codec.decodeEvents(Damage.of(encode(events), random), SEQUENCE, TIME));
        readOrRefuse(() -> codec.decodeInput(Damage.of(encode(input), random)));
    }

    @Property(tries = 5000)
    void anyBytesAreReadOrRefusedAndNothingElse(@ForAll byte[] bytes) {
        readOrRefuse(() -> codec.decodeInput(bytes));
        byte[] versioned = bytes.clone();
        if (versioned.length > 0) {
            versioned[0] = Format.VERSION;
        }
        readOrRefuse(() -> codec.decodeInput(versioned));
        readOrRefuse(() -> codec.decodeEvents(versioned, SEQUENCE, TIME));
        readOrRefuse(() -> snapshots.decode(versioned));
    }

    @Property(tries = 500)
    void whatWasReadBeforeChangesNothing(
            @ForAll("eventLists") List<Event> before, @ForAll("eventLists") List<Event> events) {
        byte[] fresh = encode(events);
        StepCodec used = new StepCodec();
        used.encodeEvents(before);
        used.decodeEvents(Arrays.copyOf(used.eventsBytes(), used.eventsLength()), SEQUENCE, TIME);
        used.encodeEvents(events);
        assertArrayEquals(fresh, Arrays.copyOf(used.eventsBytes(), used.eventsLength()));
        assertEquals(events, used.decodeEvents(fresh, SEQUENCE, TIME));
    }

    @Property(tries = 1000)
    void aDamagedSnapshotIsReadOrRefusedAndNothingElse(@ForAll("anySnapshots") Snapshot snapshot, @ForAll long seed) {
        readOrRefuse(() -> snapshots.decode(Damage.of(snapshots.encode(snapshot), new Random(seed))));
    }

    private static void readOrRefuse(Runnable decode) {
        try {
            decode.run();
        } catch (CodecException e) {
            assertTrue(e.getMessage() != null && !e.getMessage().isEmpty(), "a refusal says what it refuses");
        }
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << (bit % 8));
        return flipped;
    }

    private byte[] encode(Input input) {
        codec.encodeInput(input);
        return Arrays.copyOf(codec.inputBytes(), codec.inputLength());
    }

    private byte[] encode(List<Event> events) {
        codec.encodeEvents(events);
        return Arrays.copyOf(codec.eventsBytes(), codec.eventsLength());
    }
}
