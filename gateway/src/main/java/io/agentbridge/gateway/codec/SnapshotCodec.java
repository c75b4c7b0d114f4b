package io.agentbridge.gateway.codec;

import io.agentbridge.engine.Snapshot;

/** Encodes and decodes a snapshot, as the snapshot store keeps it. Used by one thread. */
@SuppressWarnings("DoNotCallSuggester")
public final class SnapshotCodec {
    /** The snapshot as one JSON object. */
    public byte[] encode(Snapshot snapshot) {
        throw new UnsupportedOperationException();
    }

    /**
     * The snapshot that {@link #encode} was given.
     *
     * @throws CodecException if the bytes are not an encoded snapshot
     */
    public Snapshot decode(byte[] snapshot) {
        throw new UnsupportedOperationException();
    }
}
