package io.agentbridge.client.stream;

/** An event is missing: the stream must be taken up again after the last complete one. */
public final class GapException extends Exception {
    GapException(long came, long expected) {
        super("event " + came + " came where " + expected + " was expected");
    }
}
