package io.agentbridge.gateway.body;

import io.agentbridge.engine.model.Body;
import io.agentbridge.gateway.wire.BodyReader;
import io.agentbridge.gateway.wire.BodyStore;
import io.agentbridge.journal.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Keeps texts over {@link #MAX_INLINE_CHARS} in the blob store, durable before the step that names them. Thread-safe; may read and
 * write files.
 */
public final class Bodies implements BodyStore, BodyReader {
    /** Longest text that stands in events themselves. */
    public static final int MAX_INLINE_CHARS = 16 << 10;

    private static final int PREVIEW_CHARS = 256;

    private final BlobStore blobs;

    public Bodies(BlobStore blobs) {
        this.blobs = blobs;
    }

    @Override
    public Body keep(String text) {
        if (text.length() <= MAX_INLINE_CHARS) {
            return Body.of(text);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return new Body.Stored(blobs.put(bytes, 0, bytes.length).hash(), bytes.length, preview(text));
        } catch (IOException failed) {
            throw new UncheckedIOException("a text of " + bytes.length + " bytes could not be stored", failed);
        }
    }

    @Override
    public String text(Body body) {
        return switch (body) {
            case Body.Inline inline -> inline.text();
            case Body.Stored stored -> {
                try {
                    yield new String(blobs.read(stored.hash()), StandardCharsets.UTF_8);
                } catch (IOException failed) {
                    throw new UncheckedIOException("the stored text " + stored.hash() + " cannot be read", failed);
                }
            }
        };
    }

    private static String preview(String text) {
        int end = Character.isHighSurrogate(text.charAt(PREVIEW_CHARS - 1)) ? PREVIEW_CHARS - 1 : PREVIEW_CHARS;
        return text.substring(0, end);
    }
}
