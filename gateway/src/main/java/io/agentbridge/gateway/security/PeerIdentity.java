package io.agentbridge.gateway.security;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Tells which user holds the other end of a loopback connection, from Linux's table of TCP sockets. Reading the table takes time with
 * the number of sockets, so it is done on the given executor, and one read serves all who asked before it began. An older read is never
 * used: a port may have changed hands since. Thread-safe.
 */
public final class PeerIdentity {
    private record Question(InetSocketAddress peer, InetSocketAddress local, CompletableFuture<OptionalInt> answer) {}

    private final SocketTable table;
    private final Executor executor;
    private List<Question> waiting = new ArrayList<>();
    private boolean reading;

    public PeerIdentity(Executor executor) {
        this(executor, new SocketTable());
    }

    PeerIdentity(Executor executor, SocketTable table) {
        this.executor = executor;
        this.table = table;
    }

    /** Whether this system has the table; elsewhere a token is needed. */
    public boolean isAvailable() {
        return table.isAvailable() && table.ownUserId().isPresent();
    }

    /**
     * Whether the process that connected runs as the same user as this one; false when the peer is not on this machine's loopback, is
     * gone, or cannot be told.
     *
     * @param peer the far end of the accepted connection
     * @param local its near end
     */
    public CompletableFuture<Boolean> isSameUser(InetSocketAddress peer, InetSocketAddress local) {
        return userIdOf(peer, local).thenApply(user -> user.isPresent() && user.equals(table.ownUserId()));
    }

    /** The user id of the process that connected, if it can be told. */
    public CompletableFuture<OptionalInt> userIdOf(InetSocketAddress peer, InetSocketAddress local) {
        if (!isLoopback(peer) || !isLoopback(local)) {
            return CompletableFuture.completedFuture(OptionalInt.empty());
        }
        Question question = new Question(peer, local, new CompletableFuture<>());
        boolean start;
        synchronized (this) {
            waiting.add(question);
            start = !reading;
            reading = true;
        }
        if (start) {
            executor.execute(this::serve);
        }
        return question.answer;
    }

    private void serve() {
        while (true) {
            List<Question> asked;
            synchronized (this) {
                if (waiting.isEmpty()) {
                    reading = false;
                    return;
                }
                asked = waiting;
                waiting = new ArrayList<>();
            }
            answer(asked);
        }
    }

    private void answer(List<Question> asked) {
        try {
            SocketTable.Owners owners = table.read();
            for (Question question : asked) {
                question.answer.complete(owners.ownerOf(question.peer, question.local));
            }
        } catch (RuntimeException | Error bug) {
            for (Question question : asked) {
                question.answer.completeExceptionally(bug);
            }
        }
    }

    private static boolean isLoopback(InetSocketAddress address) {
        InetAddress resolved = address.getAddress();
        return resolved != null && resolved.isLoopbackAddress();
    }
}
