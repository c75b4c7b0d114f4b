package io.agentbridge.bench.load;

/** What one connection says, and how it understands what it is told. Used by one thread. */
public interface Conversation {
    /** The WebSocket is open; the first call. */
    void opened(TextSink sink);

    /** Whether requests may be sent: what has to be set up is set up. Once true it stays so. */
    boolean isReady();

    /** Sends request {@code number}, counted from 0 for each connection. */
    void request(long number, TextSink sink);

    /** A message came; says which request it answers, if any. */
    void message(byte[] bytes, int offset, int length, TextSink sink, Answers answers);

    /** The run is over; the last call. What is put is sent as far as the socket takes it at once. */
    default void finish(TextSink sink) {}

    /** Takes text messages to send. */
    interface TextSink {
        void putText(byte[] bytes, int offset, int length);
    }

    /** Is told what was answered. */
    interface Answers {
        /** The request was done. */
        void answered(long number);

        /** The request was refused or went wrong. */
        void failed(long number, String reason);

        /** Something went wrong that belongs to no request. */
        void failed(String reason);
    }
}
