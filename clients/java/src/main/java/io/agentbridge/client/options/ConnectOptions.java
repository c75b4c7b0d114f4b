package io.agentbridge.client.options;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;

/**
 * How a client connects, and how patient and how large it may be.
 *
 * @param uri where the server listens, {@code ws://} or {@code wss://}
 * @param token goes into the {@code Authorization} header
 * @param tls whom to trust, for {@code wss://}; empty for whom the JDK trusts
 * @param requestTimeout for the answer to a request; commands have none, because agents take their time
 * @param openTimeout for one attempt to connect
 * @param pingInterval between two signs of life that are asked for
 * @param pingTimeout a server that gives none for so long counts as gone
 * @param backoff how reconnecting is paced
 * @param maxPending requests that may wait for an answer
 * @param maxEvents events that are kept for a subscriber before it has to catch up from the server
 * @param maxProgress pieces of progress that are kept for each command
 * @param maxMessageChars of one message from the server
 * @param callbacks runs subscribers and completes futures; never the thread that reads
 */
public record ConnectOptions(
        URI uri,
        Optional<String> token,
        Optional<SSLContext> tls,
        Duration requestTimeout,
        Duration openTimeout,
        Duration pingInterval,
        Duration pingTimeout,
        Backoff backoff,
        int maxPending,
        int maxEvents,
        int maxProgress,
        int maxMessageChars,
        Executor callbacks) {
    /** Checks the ranges. */
    public ConnectOptions {
        if (maxPending < 1 || maxEvents < 1 || maxProgress < 1 || maxMessageChars < 1) {
            throw new IllegalArgumentException(
                    "maxPending, maxEvents, maxProgress and maxMessageChars must be above 0");
        }
        if (!requestTimeout.isPositive()
                || !openTimeout.isPositive()
                || !pingInterval.isPositive()
                || !pingTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "requestTimeout, openTimeout, pingInterval and pingTimeout must be above 0");
        }
    }

    /** A server on this machine, at its usual port. */
    public static ConnectOptions local() {
        return to(URI.create("ws://127.0.0.1:8765"));
    }

    /** A server anywhere; callbacks run on virtual threads. */
    public static ConnectOptions to(URI uri) {
        return new ConnectOptions(
                uri,
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Backoff.standard(),
                1024,
                10_000,
                1024,
                64 << 20,
                Thread::startVirtualThread);
    }

    /** The same with another token. */
    public ConnectOptions withToken(String value) {
        return new ConnectOptions(
                uri,
                Optional.of(value),
                tls,
                requestTimeout,
                openTimeout,
                pingInterval,
                pingTimeout,
                backoff,
                maxPending,
                maxEvents,
                maxProgress,
                maxMessageChars,
                callbacks);
    }

    /** The same with another tls. */
    public ConnectOptions withTls(SSLContext value) {
        return new ConnectOptions(
                uri,
                token,
                Optional.of(value),
                requestTimeout,
                openTimeout,
                pingInterval,
                pingTimeout,
                backoff,
                maxPending,
                maxEvents,
                maxProgress,
                maxMessageChars,
                callbacks);
    }

    /** The same with another requestTimeout. */
    public ConnectOptions withRequestTimeout(Duration value) {
        return new ConnectOptions(
                uri,
                token,
                tls,
                value,
                openTimeout,
                pingInterval,
                pingTimeout,
                backoff,
                maxPending,
                maxEvents,
                maxProgress,
                maxMessageChars,
                callbacks);
    }

    /** The same with another openTimeout. */
    public ConnectOptions withOpenTimeout(Duration value) {
        return new ConnectOptions(
                uri,
                token,
                tls,
                requestTimeout,
                value,
                pingInterval,
                pingTimeout,
                backoff,
                maxPending,
                maxEvents,
                maxProgress,
                maxMessageChars,
                callbacks);
    }

    /** The same with another pingInterval. */
    public ConnectOptions withPingInterval(Duration value) {
        return new ConnectOptions(
                uri,
                token,
                tls,
                requestTimeout,
                openTimeout,
                value,
                pingTimeout,
                backoff,
                maxPending,
                maxEvents,
                maxProgress,
                maxMessageChars,
                callbacks);
    }

    /** The same with another pingTimeout. */
    public ConnectOptions withPingTimeout(Duration value) {
        return new ConnectOptions(
                uri,
                token,
                tls,
                requestTimeout,
                openTimeout,
                pingInterval,
                value,
                backoff,
                maxPending,
                maxEvents,
                maxProgress,
                maxMessageChars,
                callbacks);
    }

    /** The same with another backoff. */
    public ConnectOptions withBackoff(Backoff value) {
        return new ConnectOptions(
                uri,
                token,
                tls,
                requestTimeout,
                openTimeout,
                pingInterval,
                pingTimeout,
                value,
                maxPending,
                maxEvents,
                maxProgress,
                maxMessageChars,
                callbacks);
    }

    /** The same with another maxPending. */
    public ConnectOptions withMaxPending(int value) {
        return new ConnectOptions(
                uri,
                token,
                tls,
                requestTimeout,
                openTimeout,
                pingInterval,
                pingTimeout,
                backoff,
                value,
                maxEvents,
                maxProgress,
                maxMessageChars,
                callbacks);
    }

    /** The same with another maxEvents. */
    public ConnectOptions withMaxEvents(int value) {
        return new ConnectOptions(
                uri,
                token,
                tls,
                requestTimeout,
                openTimeout,
                pingInterval,
                pingTimeout,
                backoff,
                maxPending,
                value,
                maxProgress,
                maxMessageChars,
                callbacks);
    }

    /** The same with another maxProgress. */
    public ConnectOptions withMaxProgress(int value) {
        return new ConnectOptions(
                uri,
                token,
                tls,
                requestTimeout,
                openTimeout,
                pingInterval,
                pingTimeout,
                backoff,
                maxPending,
                maxEvents,
                value,
                maxMessageChars,
                callbacks);
    }

    /** The same with another maxMessageChars. */
    public ConnectOptions withMaxMessageChars(int value) {
        return new ConnectOptions(
                uri,
                token,
                tls,
                requestTimeout,
                openTimeout,
                pingInterval,
                pingTimeout,
                backoff,
                maxPending,
                maxEvents,
                maxProgress,
                value,
                callbacks);
    }

    /** The same with another callbacks. */
    public ConnectOptions withCallbacks(Executor value) {
        return new ConnectOptions(
                uri,
                token,
                tls,
                requestTimeout,
                openTimeout,
                pingInterval,
                pingTimeout,
                backoff,
                maxPending,
                maxEvents,
                maxProgress,
                maxMessageChars,
                value);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "ConnectOptions[uri=" + uri + "]";
    }
}
