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

    private final JournalEvents.Reader reader;
    private final EventEncoder encoder;
    private final String clientId;
    private final Filter filter;
    private long through;

    CatchUp(JournalEvents.Reader reader, EventEncoder encoder, String clientId, Filter filter, long after) {
        this.reader = reader;
        this.encoder = encoder;
        this.clientId = clientId;
        this.filter = filter;
        this.through = after;
    }

    /** Reads the next piece. */
    Piece next() throws IOException {
        List<ByteBuffer> frames = new ArrayList<>();
        int bytes = 0;
        for (int i = 0; i < MAX_PIECE_EVENTS && bytes < MAX_PIECE_BYTES; i++) {
            Event event = reader.next();
            if (event == null) {
                return new Piece(frames, through, true);
            }
            through = event.sequence();
            ByteBuffer encoded = encoder.of(event, clientId, filter);
            if (encoded != null) {
                frames.add(encoded);
                bytes += encoded.remaining();
            }
        }
        return new Piece(frames, through, false);
    }

    @Override
    public void close() {
        reader.close();
    }
}
