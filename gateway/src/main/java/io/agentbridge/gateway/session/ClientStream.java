package io.agentbridge.gateway.session;

import io.agentbridge.gateway.log.JournalEvents;
import io.agentbridge.gateway.log.LogTail;
import io.agentbridge.gateway.log.TailEntry;
import io.agentbridge.gateway.websocket.FrameSink;
import io.agentbridge.gateway.websocket.WebSocketConnection;
import io.agentbridge.gateway.wire.EventFrames;
import io.agentbridge.gateway.wire.Filter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One client's place in the log: a cursor over the tail, or over the journal while the tail has moved past it. Holds no events of
 * its own but one bounded piece read from disk. For the connection's I/O thread.
 */
final class ClientStream {
    private final LogTail tail;
    private final JournalEvents journal;
    private final Supplier<EventFrames> frames;
    private final EventEncoder encoder;
    private final Executor diskReads;
    private final WebSocketConnection connection;
    private final String clientId;
    private final Consumer<Exception> unreadable;

    private Filter filter = Filter.ALL;
    private Mode mode;
    /** Everything up to here was put, or left out by the filter. */
    private long sequence;

    /** The newest event that was put under any subscription: what is put again has the form for everybody. */
    private long shown;

    private int generation;
    private int put;

    private sealed interface Mode {
        /** Reads the tail. */
        record Live(long position) implements Mode {}

        /** Waits for a snapshot, or for a piece from disk. */
        record Waiting() implements Mode {}

        /** Puts the parts of a snapshot. */
        record Parts(Iterator<byte[]> parts) implements Mode {}

        /** Puts a piece that was read from disk. */
        record Reading(CatchUp source, Iterator<ByteBuffer> frames, CatchUp.Piece piece) implements Mode {}
    }

    /** A stream of what happens from now on. {@code frames} makes an encoder for another thread. */
    ClientStream(
            LogTail tail,
            JournalEvents journal,
            Supplier<EventFrames> frames,
            Executor diskReads,
            WebSocketConnection connection,
            String clientId,
            Consumer<Exception> unreadable) {
        this.tail = tail;
        this.journal = journal;
        this.frames = frames;
        this.encoder = new EventEncoder(frames.get());
        this.diskReads = diskReads;
        this.connection = connection;
        this.clientId = clientId;
        this.unreadable = unreadable;
        this.sequence = tail.newestSequence();
        this.mode = after(sequence);
    }

    /** The newest event the client has been shown, as far as its filter goes. */
    long sequence() {
        return sequence;
    }

    /** Goes on after a sequence, with another filter. */
    void resume(long afterSequence, Filter wanted) {
        leave();
        filter = wanted;
        shown = Math.max(shown, sequence);
        sequence = afterSequence;
        mode = after(afterSequence);
        connection.wake();
    }

    /** Says nothing until {@link #snapshot}; returns what must be given to it. */
    int awaitSnapshot(Filter wanted) {
        leave();
        filter = wanted;
        shown = Math.max(shown, sequence);
        mode = new Mode.Waiting();
        return generation;
    }

    /** Puts a snapshot's parts, then everything after it; ignored if another subscription came since. */
    void snapshot(int awaited, long atSequence, Iterator<byte[]> parts) {
        if (awaited == generation) {
            sequence = atSequence;
            mode = new Mode.Parts(parts);
            connection.wake();
        }
    }

    /** Puts what there is, as far as there is room; returns how many buffers of frames that was. */
    int fill(FrameSink sink) {
        put = 0;
        while (!sink.isFull()) {
            boolean more =
                    switch (mode) {
                        case Mode.Live live -> live(live, sink);
                        case Mode.Waiting waiting -> false;
                        case Mode.Parts parts -> parts(parts, sink);
                        case Mode.Reading reading -> reading(reading, sink);
                    };
            if (!more) {
                return put;
            }
        }
        return put;
    }

    private void put(FrameSink sink, ByteBuffer frames) {
        sink.putFrames(frames);
        put++;
    }

    /** Lets go of everything. */
    void close() {
        leave();
        mode = new Mode.Waiting();
    }

    private boolean live(Mode.Live live, FrameSink sink) {
        long position = live.position();
        while (!sink.isFull()) {
            TailEntry entry = tail.get(position);
            if (entry == null) {
                boolean evicted = tail.isEvicted(position);
                mode = evicted ? after(sequence) : new Mode.Live(position);
                return evicted;
            }
            position++;
            sequence = entry.sequence();
            encoder.encode(entry, clientId, filter, shown, encoded -> put(sink, encoded));
        }
        mode = new Mode.Live(position);
        return false;
    }

    private boolean parts(Mode.Parts parts, FrameSink sink) {
        if (parts.parts().hasNext()) {
            byte[] part = parts.parts().next();
            sink.putText(part, 0, part.length);
            put++;
        } else {
            mode = after(sequence);
        }
        return true;
    }

    private boolean reading(Mode.Reading reading, FrameSink sink) {
        if (reading.frames().hasNext()) {
            put(sink, reading.frames().next());
            return true;
        }
        sequence = reading.piece().through();
        long position = tail.positionAfter(sequence);
        if (position >= 0) {
            reading.source().close();
            mode = new Mode.Live(position);
        } else {
            read(reading.source());
        }
        return true;
    }

    private Mode after(long afterSequence) {
        long position = tail.positionAfter(afterSequence);
        if (position >= 0) {
            return new Mode.Live(position);
        }
        int asked = generation;
        Filter wanted = filter;
        long seen = shown;
        diskReads.execute(() -> {
            try {
                CatchUp source = new CatchUp(
                        journal.after(afterSequence),
                        new EventEncoder(frames.get()),
                        clientId,
                        wanted,
                        seen,
                        afterSequence);
                deliver(asked, source, source.next());
            } catch (IOException | RuntimeException failed) {
                connection.execute(() -> unreadable.accept(failed));
            }
        });
        return new Mode.Waiting();
    }

    private void read(CatchUp source) {
        int asked = generation;
        mode = new Mode.Waiting();
        diskReads.execute(() -> {
            try {
                deliver(asked, source, source.next());
            } catch (IOException | RuntimeException failed) {
                source.close();
                connection.execute(() -> unreadable.accept(failed));
            }
        });
    }

    private void deliver(int asked, CatchUp source, CatchUp.Piece piece) {
        connection.execute(() -> {
            if (asked == generation) {
                mode = new Mode.Reading(source, piece.frames().iterator(), piece);
                connection.wake();
            } else {
                source.close();
            }
        });
    }

    private void leave() {
        generation++;
        if (mode instanceof Mode.Reading reading) {
            reading.source().close();
        }
    }
}
