package io.agentbridge.gateway.session;

import io.agentbridge.engine.model.Cause;
import io.agentbridge.gateway.log.JournalEvents;
import io.agentbridge.gateway.log.LogTail;
import io.agentbridge.gateway.log.TailEntry;
import io.agentbridge.gateway.websocket.FrameSink;
import io.agentbridge.gateway.websocket.WebSocketConnection;
import io.agentbridge.gateway.wire.EventFrames;
import io.agentbridge.gateway.wire.Filter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One client's place in the log: a cursor over the tail, or over the journal while the tail has moved past it. Holds no events of
 * its own but one bounded piece read from disk. For the connection's I/O thread.
 */
final class ClientStream implements Bundler.Stream {
    private final LogTail tail;
    private final JournalEvents journal;
    private final JoinedRequests joined = new JoinedRequests();
    private final Supplier<EventEncoder> encoders;
    private final EventEncoder encoder;
    private final Executor diskReads;
    private final WebSocketConnection connection;
    private final Consumer<Throwable> unreadable;

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

        /** Passes over what was not shown and will not be, for the answers in it. */
        record Passing(long position, long through, Iterator<byte[]> parts) implements Mode {}

        /** Puts the parts of a snapshot. */
        record Parts(Iterator<byte[]> parts) implements Mode {}

        /** Puts a piece that was read from disk. */
        record Reading(CatchUp source, Iterator<CatchUp.Shown> events, long through) implements Mode {}
    }

    /** A stream of what happens from now on. {@code frames} makes an encoder for another thread. */
    ClientStream(
            LogTail tail,
            JournalEvents journal,
            Supplier<EventFrames> frames,
            LargeFrames large,
            Executor diskReads,
            WebSocketConnection connection,
            String clientId,
            Consumer<Throwable> unreadable) {
        this.tail = tail;
        this.journal = journal;
        this.encoders = () -> new EventEncoder(clientId, joined, frames.get(), large);
        this.encoder = encoders.get();
        this.diskReads = diskReads;
        this.connection = connection;
        this.unreadable = unreadable;
        this.sequence = tail.newestSequence();
        this.mode = after(sequence);
    }

    /** The newest event the client has been shown, as far as its filter goes. */
    long sequence() {
        return sequence;
    }

    @Override
    public boolean isLive() {
        return mode instanceof Mode.Live;
    }

    /** Goes on after a sequence, with another filter. */
    void resume(long afterSequence, Filter wanted) {
        leave();
        filter = wanted;
        shown = Math.max(shown, sequence);
        sequence = Math.min(sequence, afterSequence);
        mode = passing(afterSequence, Collections.emptyIterator());
        connection.wake();
    }

    /** Has a request that joined a pending one answered with it; false if too many wait. Any thread. */
    boolean join(Cause request) {
        return joined.add(request);
    }

    /**
     * Asks for a snapshot and says nothing until {@link #snapshot}; goes on as it was if none will come.
     *
     * @param ask takes what must be given to {@link #snapshot}, later; returns false if there will be none
     * @return whether there will be one
     */
    boolean awaitSnapshot(Filter wanted, IntPredicate ask) {
        if (!ask.test(generation + 1)) {
            return false;
        }
        leave();
        filter = wanted;
        shown = Math.max(shown, sequence);
        mode = new Mode.Waiting();
        return true;
    }

    /** Puts a snapshot's parts, then everything after it; ignored if another subscription came since. */
    void snapshot(int awaited, long atSequence, Iterator<byte[]> parts) {
        if (awaited == generation) {
            mode = passing(atSequence, parts);
            connection.wake();
        }
    }

    @Override
    public int fill(FrameSink sink) {
        put = 0;
        while (!sink.isFull()) {
            boolean more =
                    switch (mode) {
                        case Mode.Live live -> live(live, sink);
                        case Mode.Waiting waiting -> false;
                        case Mode.Passing passing -> passing(passing, sink);
                        case Mode.Parts parts -> parts(parts, sink);
                        case Mode.Reading reading -> reading(reading, sink);
                    };
            if (!more) {
                return put;
            }
        }
        return put;
    }

    private void putIfAny(FrameSink sink, @Nullable ByteBuffer frames) {
        if (frames != null) {
            put(sink, frames);
        }
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
                joined.shown(sequence);
                return evicted;
            }
            position++;
            sequence = entry.sequence();
            putIfAny(sink, encoder.encode(entry, filter, shown));
        }
        mode = new Mode.Live(position);
        joined.shown(sequence);
        return false;
    }

    /**
     * Everything up to {@code through} is left out or told by a snapshot's parts, but for answers: who asked gets them. What the tail
     * has lost is not searched: a client that had fallen so far behind asks again.
     */
    private Mode passing(long through, Iterator<byte[]> parts) {
        return new Mode.Passing(Math.max(tail.positionAfter(shown), tail.oldest()), through, parts);
    }

    private boolean passing(Mode.Passing passing, FrameSink sink) {
        long position = passing.position();
        while (!sink.isFull()) {
            TailEntry entry = tail.get(position);
            if (entry == null && tail.isEvicted(position)) {
                position = tail.oldest();
            } else if (entry == null || entry.sequence() > passing.through()) {
                sequence = passing.through();
                shown = Math.max(shown, sequence);
                joined.shown(sequence);
                mode = passing.parts().hasNext() ? new Mode.Parts(passing.parts()) : after(sequence);
                return true;
            } else {
                position++;
                putIfAny(sink, encoder.encodeAnswers(entry, shown));
            }
        }
        mode = new Mode.Passing(position, passing.through(), passing.parts());
        return true;
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
        if (reading.events().hasNext()) {
            CatchUp.Shown event = reading.events().next();
            put(sink, event.frames());
            sequence = event.sequence();
            return true;
        }
        sequence = reading.through();
        joined.shown(sequence);
        long position = tail.positionAfter(sequence);
        if (position >= 0) {
            reading.source().close();
            mode = new Mode.Live(position);
        } else {
            readOn(reading.source());
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
                JournalEvents.Reader reader = journal.after(afterSequence);
                read(asked, new CatchUp(reader, encoders.get(), wanted, seen, afterSequence, tail::newestSequence));
            } catch (IOException | RuntimeException | Error failed) {
                connection.execute(() -> unreadable.accept(failed));
            }
        });
        return new Mode.Waiting();
    }

    private void readOn(CatchUp source) {
        int asked = generation;
        mode = new Mode.Waiting();
        diskReads.execute(() -> read(asked, source));
    }

    private void read(int asked, CatchUp source) {
        try {
            deliver(asked, source, source.next());
        } catch (IOException | RuntimeException | Error failed) {
            source.close();
            connection.execute(() -> unreadable.accept(failed));
        }
    }

    private void deliver(int asked, CatchUp source, CatchUp.Piece piece) {
        connection.execute(() -> {
            if (asked == generation) {
                mode = new Mode.Reading(source, piece.events().iterator(), piece.through());
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
