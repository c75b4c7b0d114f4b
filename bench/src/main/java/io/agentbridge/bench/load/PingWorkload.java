package io.agentbridge.bench.load;

/** Sends {@code connection:ping} to the gateway and waits for each {@code connection:pong}. */
public record PingWorkload(int bytes) implements Workload {
    @Override
    public Conversation conversation(int connection) {
        return new PingConversation(new PingText(bytes));
    }

    private static final class PingConversation implements Conversation {
        private final PingText ping;
        private boolean acknowledged;

        PingConversation(PingText ping) {
            this.ping = ping;
        }

        @Override
        public void opened(TextSink sink) {}

        @Override
        public boolean isReady() {
            return acknowledged;
        }

        @Override
        public void request(long number, TextSink sink) {
            ping.put(number, sink);
        }

        @Override
        public void message(byte[] bytes, int offset, int length, TextSink sink, Answers answers) {
            long type = JsonFields.find(bytes, offset, offset + length, Envelope.TYPE);
            if (JsonFields.isString(bytes, type, Envelope.PONG)) {
                answers.answered(JsonFields.numberInString(bytes, Envelope.correlation(bytes, offset, length)));
            } else if (JsonFields.isString(bytes, type, Envelope.ACK)) {
                acknowledged = true;
            } else if (JsonFields.isString(bytes, type, Envelope.SYSTEM_ERROR)) {
                answers.failed(Envelope.quoted(bytes, offset, length));
            }
        }
    }
}
