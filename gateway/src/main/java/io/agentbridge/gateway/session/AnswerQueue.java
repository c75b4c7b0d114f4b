package io.agentbridge.gateway.session;

import io.agentbridge.gateway.websocket.FrameSink;
import java.util.Collections;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Answers of one session that are no events. Any thread adds, the I/O thread puts. While it is full its session takes no more
 * messages, so what can be added is bounded by what was taken before.
 */
final class AnswerQueue {
    private final long maxBytes;
    private final Queue<byte[]> answers = new ConcurrentLinkedQueue<>();
    private Iterator<byte[]> parts = Collections.emptyIterator();
    private final AtomicLong bytes = new AtomicLong();

    AnswerQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    void add(byte[] answer) {
        bytes.addAndGet(answer.length);
        answers.add(answer);
    }

    /** Adds an answer in parts, which are made when there is room for them. I/O thread only, and only while none is being put. */
    void add(Iterator<byte[]> answer) {
        if (parts.hasNext()) {
            throw new IllegalStateException("an answer in parts is being put already");
        }
        parts = answer;
    }

    /** Whether an answer in parts is being put. I/O thread only. */
    boolean isPutting() {
        return parts.hasNext();
    }

    boolean isFull() {
        return bytes.get() >= maxBytes;
    }

    /** Puts what there is, as far as there is room; returns how many. */
    int fill(FrameSink sink) {
        int count = 0;
        while (!sink.isFull()) {
            byte @Nullable [] answer = answers.poll();
            if (answer != null) {
                bytes.addAndGet(-answer.length);
            } else if (parts.hasNext()) {
                answer = parts.next();
            } else {
                return count;
            }
            sink.putText(answer, 0, answer.length);
            count++;
        }
        return count;
    }
}
