package io.agentbridge.gateway.session;

import io.agentbridge.engine.event.Event;
import io.agentbridge.gateway.log.JournalEvents;
import io.agentbridge.gateway.wire.Filter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads for one session what the tail no longer holds, a bounded piece at a time. Each piece is read by one thread, which may
 * change from piece to piece.
 */
final class CatchUp implements AutoCloseable {
    private static final int MAX_PIECE_BYTES = 512 << 10;
    private static final int MAX_PIECE_EVENTS = 4_096;

    /**
     * Frames of consecutive events.
     *
     * @param through the newest event read, whether the filter let it pass or not
     * @param atEnd whether there was nothing more to read
     */
    record Piece(List<ByteBuffer> frames, long through, boolean atEnd) {}

    private static final class Bytes {
        private long count;
    }

    private final JournalEvents.Reader reader;
    private final EventEncoder encoder;
    private final String clientId;
    private final Filter filter;
    private final long shown;
    private long through;

    CatchUp(JournalEvents.Reader reader, EventEncoder encoder, String clientId, Filter filter, long shown, long after) {
        this.reader = reader;
        this.encoder = encoder;
        this.clientId = clientId;
        this.filter = filter;
        this.shown = shown;
        this.through = after;
    }

    /** Reads the next piece. */
    Piece next() throws IOException {
        List<ByteBuffer> frames = new ArrayList<>();
        Bytes bytes = new Bytes();
        for (int i = 0; i < MAX_PIECE_EVENTS && bytes.count < MAX_PIECE_BYTES; i++) {
            Event event = reader.next();
            if (event == null) {
                return new Piece(frames, through, true);
            }
            through = event.sequence();
            encoder.encode(event, clientId, filter, shown, encoded -> {
                frames.add(encoded);
                bytes.count += encoded.remaining();
            });
        }
        return new Piece(frames, through, false);
    }

    @Override
    public void close() {
        reader.close();
    }
}
