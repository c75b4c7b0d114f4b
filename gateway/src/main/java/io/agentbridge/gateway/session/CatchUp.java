package io.agentbridge.gateway.session;

import io.agentbridge.engine.event.Event;
import io.agentbridge.gateway.log.JournalEvents;
import io.agentbridge.gateway.wire.Filter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Reads for one session what the tail no longer holds, a bounded piece at a time. Each piece is read by one thread, which may
 * change from piece to piece.
 */
final class CatchUp implements AutoCloseable {
    private static final int MAX_PIECE_BYTES = 64 << 10;
    private static final int MAX_PIECE_EVENTS = 4_096;

    /** What the client gets of one event. */
    record Shown(long sequence, ByteBuffer frames) {}

    /**
     * What the client gets of consecutive events.
     *
     * @param through the newest event read, whether the filter let it pass or not
     */
    record Piece(List<Shown> events, long through) {}

    private final JournalEvents.Reader reader;
    private final EventEncoder encoder;
    private final Filter filter;
    private final long shown;
    private final LongSupplier published;
    private long through;

    /**
     * @param after the newest event that is not read
     * @param published the newest event that may be shown: before its turn an event in the journal is nobody's to see, also because
     *     only then all are known who wait for it as an answer
     */
    CatchUp(
            JournalEvents.Reader reader,
            EventEncoder encoder,
            Filter filter,
            long shown,
            long after,
            LongSupplier published) {
        this.reader = reader;
        this.encoder = encoder;
        this.filter = filter;
        this.shown = shown;
        this.published = published;
        this.through = after;
    }

    /** Reads the next piece. */
    Piece next() throws IOException {
        List<Shown> events = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < MAX_PIECE_EVENTS && bytes < MAX_PIECE_BYTES && through < published.getAsLong(); i++) {
            Event event = reader.next();
            if (event == null) {
                break;
            }
            through = event.sequence();
            ByteBuffer frames = encoder.encode(event, filter, shown);
            if (frames != null) {
                events.add(new Shown(through, frames));
                bytes += frames.remaining();
            }
        }
        return new Piece(events, through);
    }

    @Override
    public void close() {
        reader.close();
    }
}
