package io.agentbridge.agents.process;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells followers that something changed in their folder: one watch service and one thread for all agents. Thread-safe. */
final class OutputWatcher implements Closeable {
    private final WatchService service;
    private final Map<WatchKey, List<Runnable>> followers = new HashMap<>();

    OutputWatcher() throws IOException {
        service = FileSystems.getDefault().newWatchService();
        Thread.ofPlatform().daemon().name("agent-output-watcher").start(this::watch);
    }

    /** Calls {@code wake} soon after each change in the folder, until the watch is closed. */
    Watch watch(Path folder, Runnable wake) throws IOException {
        synchronized (followers) {
            // The same folder gives the same key.
            WatchKey key = folder.register(service, StandardWatchEventKinds.ENTRY_MODIFY);
            followers.computeIfAbsent(key, _ -> new ArrayList<>()).add(wake);
            return () -> forget(key, wake);
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
    }

    private void forget(WatchKey key, Runnable wake) {
        synchronized (followers) {
            List<Runnable> wakes = followers.getOrDefault(key, new ArrayList<>());
            wakes.remove(wake);
            if (wakes.isEmpty()) {
                followers.remove(key);
                key.cancel();
            }
        }
    }

    private void watch() {
        try {
            while (true) {
                WatchKey key = service.take();
                key.pollEvents();
                key.reset();
                List<Runnable> wakes;
                synchronized (followers) {
                    wakes = List.copyOf(followers.getOrDefault(key, List.of()));
                }
                wakes.forEach(Runnable::run);
            }
        } catch (ClosedWatchServiceException | InterruptedException e) {
            // Closed: the followers still look by themselves now and then.
            return;
        }
    }

    /** A folder being watched. */
    interface Watch {
        /** Ends it. */
        void close();
    }
}
