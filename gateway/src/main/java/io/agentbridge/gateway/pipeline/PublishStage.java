package io.agentbridge.gateway.pipeline;

import com.lmax.disruptor.EventHandler;
import io.agentbridge.engine.Reply;
import io.agentbridge.engine.event.Event;
import io.agentbridge.gateway.log.Framer;
import io.agentbridge.gateway.log.LogTail;
import io.agentbridge.gateway.log.TailEntry;
import io.agentbridge.gateway.wire.EventFrames;
import io.agentbridge.gateway.wire.Subjects;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows what is durable: encodes each event once, appends it to the tail, and wakes the readers once a batch. */
final class PublishStage implements EventHandler<Step> {
    /** What an entry and its event weigh beside the frames, roughly. */
    private static final int ENTRY_OVERHEAD_BYTES = 1_536;

    private static final int SLAB_BYTES = 1 << 20;

    private final LogTail tail;
    private final EventFrames frames;
    private final ReplySink replies;
    private final Runnable wakeReaders;
    private final Framer framer = new Framer(SLAB_BYTES);

    PublishStage(LogTail tail, EventFrames frames, ReplySink replies, Runnable wakeReaders) {
        this.tail = tail;
        this.frames = frames;
        this.replies = replies;
        this.wakeReaders = wakeReaders;
    }

    @Override
    public void onEvent(Step step, long sequence, boolean endOfBatch) {
        if (step.input() != null) {
            for (Event event : step.decision().events()) {
                publish(event);
            }
            reply(step.decision().reply());
        } else if (step.ephemeral() != null) {
            publish(step.ephemeral(), step.timestampMillis());
        }
        step.release();
        if (endOfBatch) {
            wakeReaders.run();
        }
    }

    private void publish(Event event) {
        boolean lazily = EventFrames.hasStoredBodies(event);
        ByteBuffer shared = lazily ? null : framer.frames(frames.shared(event));
        ByteBuffer answer =
                lazily || !EventFrames.hasAnswer(event) ? null : framer.frames(frames.answer(event, event.cause()));
        tail.append(new TailEntry(
                tail.newest() + 1,
                event.sequence(),
                event,
                EventFrames.subjects(event),
                shared,
                answer,
                ENTRY_OVERHEAD_BYTES + bytes(shared) + bytes(answer)));
    }

    private void publish(Ephemeral shown, long timestampMillis) {
        switch (shown) {
            case Ephemeral.Delta delta ->
                publish(
                        frames.delta(delta.agentId(), delta.commandId(), delta.kind(), delta.text(), timestampMillis),
                        EventFrames.deltaSubjects(delta.agentId(), delta.commandId()));
            case Ephemeral.Heartbeat heartbeat ->
                publish(
                        frames.heartbeat(heartbeat.agentId(), heartbeat.atMillis()),
                        EventFrames.heartbeatSubjects(heartbeat.agentId()));
        }
    }

    private void publish(byte[] frame, Subjects subjects) {
        ByteBuffer shared = framer.frames(List.of(frame));
        tail.append(new TailEntry(
                tail.newest() + 1,
                tail.newestSequence(),
                null,
                subjects,
                shared,
                null,
                ENTRY_OVERHEAD_BYTES + bytes(shared)));
    }

    private void reply(Reply reply) {
        switch (reply) {
            case Reply.None none -> {}
            case Reply.Refused refused -> replies.refused(refused);
            case Reply.Repeated repeated -> replies.repeated(repeated);
            case Reply.Joined joined -> replies.joined(joined);
        }
    }

    private static long bytes(@Nullable ByteBuffer buffer) {
        return buffer == null ? 0 : buffer.remaining();
    }
}
