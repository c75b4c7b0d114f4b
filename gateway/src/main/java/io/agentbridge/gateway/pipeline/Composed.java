package io.agentbridge.gateway.pipeline;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;

/**
 * The three stages on one thread, for machines with few cores, where a thread for each would spin its slice away waiting for
 * another. A batch is decided and appended step by step, forced once, and only then published.
 */
final class Composed implements EventHandler<Step> {
    private final RingBuffer<Step> ring;
    private final EngineStage engine;
    private final JournalStage journal;
    private final PublishStage publish;
    private long batchStart = -1;

    Composed(RingBuffer<Step> ring, EngineStage engine, JournalStage journal, PublishStage publish) {
        this.ring = ring;
        this.engine = engine;
        this.journal = journal;
        this.publish = publish;
    }

    @Override
    public void onEvent(Step step, long sequence, boolean endOfBatch) throws Exception {
        if (batchStart < 0) {
            batchStart = sequence;
        }
        engine.onEvent(step, sequence, endOfBatch);
        journal.onEvent(step, sequence, endOfBatch);
        if (endOfBatch) {
            for (long published = batchStart; published <= sequence; published++) {
                publish.onEvent(ring.get(published), published, published == sequence);
            }
            batchStart = -1;
        }
    }
}
