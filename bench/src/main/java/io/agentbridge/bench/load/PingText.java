package io.agentbridge.bench.load;

/** The request of the echo and ping workloads: a {@code connection:ping}, padded to a size. */
final class PingText {
    private final MessageText text;

    /** A ping of about {@code bytes}. */
    PingText(int bytes) {
        String head = "{\"id\":\"ping-";
        String middle = "\",\"type\":\"connection:ping\",\"timestamp\":\"" + Envelope.TIMESTAMP
                + "\",\"payload\":{\"timestamp\":\"" + Envelope.TIMESTAMP + "\",\"padding\":\"";
        String tail = "\"},\"correlation_id\":\"";
        int fixed = head.length() + middle.length() + tail.length() + 10;
        text = new MessageText(head, middle + "x".repeat(Math.max(0, bytes - fixed)) + tail, "\"}");
    }

    void put(long number, Conversation.TextSink sink) {
        text.put(number, sink);
    }
}
