package io.agentbridge.client.stream;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one subscriber: a bounded number of items, handed over one by one as it demands them. Thread-safe; the
 * subscriber is called on the executor, never by two threads at once (Reactive Streams 1.0.4, rules 1.1 to 3.17).
 */
public final class Mailbox<T> implements Flow.Subscription {
    private final int capacity;
    private final Executor executor;
    private final Runnable taken;
    private final Runnable left;
    private final Deque<T> items = new ArrayDeque<>();
    private Flow.@Nullable Subscriber<? super T> subscriber;
    private boolean greeted;
    private boolean running;
    private boolean ended;
    private boolean cancelled;
    private long demand;
    private @Nullable Throwable failure;

    /** {@code taken} is called after each item that the subscriber took, {@code left} when it wants no more. */
    public Mailbox(int capacity, Executor executor, Runnable taken, Runnable left) {
        this.capacity = capacity;
        this.executor = executor;
        this.taken = taken;
        this.left = left;
    }

    /** Whether it is the first subscriber. */
    public boolean attach(Flow.Subscriber<? super T> first) {
        synchronized (this) {
            if (subscriber != null) {
                return false;
            }
            subscriber = first;
        }
        wake();
        return true;
    }

    /** How many items wait. */
    public synchronized int size() {
        return items.size();
    }

    /** Keeps all of them, unless it is full; what belongs together is kept whole, so the last of it may go beyond. */
    public boolean offer(Collection<T> together) {
        synchronized (this) {
            if (items.size() >= capacity) {
                return false;
            }
            if (!cancelled && !ended) {
                items.addAll(together);
            }
        }
        wake();
        return true;
    }

    /** Keeps an item; whether that went without dropping the oldest one. */
    public boolean offerDroppingOldest(T item) {
        boolean room;
        synchronized (this) {
            if (cancelled || ended) {
                return true;
            }
            room = items.size() < capacity;
            if (!room) {
                items.removeFirst();
            }
            items.addLast(item);
        }
        wake();
        return room;
    }

    /** Nothing more comes: the subscriber gets what is left, then the failure or the end. */
    public void end(@Nullable Throwable reason) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            failure = reason;
        }
        wake();
    }

    @Override
    public void request(long count) {
        synchronized (this) {
            if (count <= 0) {
                items.clear();
                ended = true;
                failure = new IllegalArgumentException("a demand is above 0 (rule 3.9), not " + count);
            } else {
                demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
            }
        }
        wake();
    }

    @Override
    public void cancel() {
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            items.clear();
        }
        left.run();
    }

    private void wake() {
        synchronized (this) {
            if (running || next() == Step.WAIT) {
                return;
            }
            running = true;
        }
        executor.execute(this::deliver);
    }

    private enum Step {
        GREET,
        HAND_OVER,
        END,
        WAIT
    }

    private Step next() {
        if (subscriber == null || cancelled) {
            return Step.WAIT;
        }
        if (!greeted) {
            return Step.GREET;
        }
        if (!items.isEmpty() && demand > 0) {
            return Step.HAND_OVER;
        }
        return items.isEmpty() && ended ? Step.END : Step.WAIT;
    }

    private void deliver() {
        try {
            while (deliverOne()) {}
        } catch (Throwable broken) {
            cancel();
            synchronized (this) {
                running = false;
            }
            throw broken;
        }
    }

    /** Calls the subscriber once, outside the lock; false if there is nothing to tell. */
    private boolean deliverOne() {
        Step step;
        T item = null;
        Flow.Subscriber<? super T> receiver;
        synchronized (this) {
            step = next();
            receiver = subscriber;
            if (step == Step.WAIT || receiver == null) {
                running = false;
                return false;
            }
            switch (step) {
                case GREET -> greeted = true;
                case HAND_OVER -> {
                    demand--;
                    item = items.removeFirst();
                }
                case END -> cancelled = true;
                case WAIT -> throw new AssertionError();
            }
        }
        switch (step) {
            case GREET -> receiver.onSubscribe(this);
            case END -> end(receiver);
            default -> {
                if (item != null) {
                    receiver.onNext(item);
                    taken.run();
                }
            }
        }
        return true;
    }

    private void end(Flow.Subscriber<? super T> receiver) {
        left.run();
        Throwable reason;
        synchronized (this) {
            reason = failure;
        }
        if (reason == null) {
            receiver.onComplete();
        } else {
            receiver.onError(reason);
        }
    }
}
