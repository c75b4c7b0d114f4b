package io.agentbridge.journal;

import java.io.IOException;

/** Sees the records of a journal one after the other, as their bytes stand in it. */
@FunctionalInterface
interface RecordVisitor {
    RecordVisitor NONE = (_, _, _) -> {};

    /** The record in {@code bytes} from {@code offset}; the array is valid only until this returns. */
    void visit(byte[] bytes, int offset, int length) throws IOException;

    /** Shows each record to this and then to {@code next}. */
    default RecordVisitor andThen(RecordVisitor next) {
        return (bytes, offset, length) -> {
            visit(bytes, offset, length);
            next.visit(bytes, offset, length);
        };
    }
}
