package io.agentbridge.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.gateway.log.JournalEvents;
import io.agentbridge.gateway.log.LogTail;
import io.agentbridge.gateway.log.TailEntry;
import io.agentbridge.gateway.websocket.FrameSink;
import io.agentbridge.gateway.websocket.WebSocketConnection;
import io.agentbridge.gateway.wire.EventFrames;
import io.agentbridge.gateway.wire.Filter;
import io.agentbridge.gateway.wire.Subjects;
import io.agentbridge.journal.FileJournal;
import io.agentbridge.journal.JournalOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client is shown when it asks for a snapshot in the middle of what happens. */
class ClientStreamTest implements FrameSink, WebSocketConnection {
    private static final Subjects NOTHING = new Subjects(List.of(), List.of(), List.of(), List.of(), "");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private FileJournal journal;

    @SuppressWarnings("NullAway.Init")
    private ClientStream stream;

    private final LogTail tail = new LogTail(64, 1 << 20, 0);
    private final List<String> sent = new ArrayList<>();
    private int asked;

    @BeforeEach
    void follow() throws IOException {
        journal = FileJournal.open(JournalOptions.in(folder).withReserveBytes(0));
        stream = new ClientStream(
                tail,
                new JournalEvents(journal),
                ClientStreamTest::frames,
                new LargeFrames(ClientStreamTest::frames),
                Runnable::run,
                this,
                "client",
                failure -> {
                    throw new AssertionError(failure);
                });
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    private static EventFrames frames() {
        return new EventFrames("epoch", ClientStreamTest::text);
    }

    private static String text(Body body) {
        throw new AssertionError("no text is stored here: " + body);
    }

    private void happens(String message) {
        long sequence = tail.newestSequence() + 1;
        Event event = new Event(sequence, 0, Cause.NONE, new Fact.ServerStarted(message, Settings.DEFAULT));
        ByteBuffer shown = ByteBuffer.wrap(message.getBytes(UTF_8));
        tail.append(new TailEntry(tail.newest() + 1, sequence, event, NOTHING, shown, null, 1));
    }

    @Test
    void whereASnapshotIsRefusedEverythingGoesOnAsBefore() {
        happens("1");
        stream.fill(this);
        assertFalse(stream.awaitSnapshot(Filter.ALL, _ -> false));
        happens("2");
        stream.fill(this);
        assertEquals(List.of("1", "2"), sent);
    }

    @Test
    void whatHappensBehindASnapshotComesAfterIt() {
        happens("1");
        stream.fill(this);
        assertTrue(stream.awaitSnapshot(Filter.ALL, generation -> {
            asked = generation;
            return true;
        }));
        happens("2");
        happens("3");
        assertEquals(0, stream.fill(this));
        stream.snapshot(asked, 2, List.of("the state at 2".getBytes(UTF_8)).iterator());
        stream.fill(this);
        assertEquals(List.of("1", "the state at 2", "3"), sent);
    }

    @Test
    void aSnapshotThatWasAskedForBeforeAnotherSubscriptionIsIgnored() {
        stream.awaitSnapshot(Filter.ALL, generation -> {
            asked = generation;
            return true;
        });
        stream.resume(0, Filter.ALL);
        stream.snapshot(asked, 0, List.of("too late".getBytes(UTF_8)).iterator());
        happens("1");
        stream.fill(this);
        assertEquals(List.of("1"), sent);
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public void putFrames(ByteBuffer frames) {
        sent.add(UTF_8.decode(frames.duplicate()).toString());
    }

    @Override
    public void putText(byte[] data, int offset, int length) {
        sent.add(new String(data, offset, length, UTF_8));
    }

    @Override
    public void wake() {
        // Filled by hand.
    }

    @Override
    public void resume() {
        throw new AssertionError("nothing is read here");
    }

    @Override
    public void ping(ByteBuffer payload) {
        throw new AssertionError("nobody is silent here");
    }

    @Override
    public void close(int code, String reason) {
        throw new AssertionError(code + " " + reason);
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }
}
