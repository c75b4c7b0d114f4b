package io.agentbridge.bench.load;

/** Sends pings to a server that answers every message with itself. */
public record EchoWorkload(int bytes) implements Workload {
    @Override
    public Conversation conversation(int connection) {
        return new EchoConversation(new PingText(bytes));
    }

    private record EchoConversation(PingText ping) implements Conversation {
        @Override
        public void opened(TextSink sink) {}

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void request(long number, TextSink sink) {
            ping.put(number, sink);
        }

        @Override
        public void message(byte[] bytes, int offset, int length, TextSink sink, Answers answers) {
            long number = JsonFields.numberInString(bytes, Envelope.correlation(bytes, offset, length));
            if (number < 0) {
                answers.failed("Not an echo: " + Envelope.quoted(bytes, offset, length));
            } else {
                answers.answered(number);
            }
        }
    }
}
