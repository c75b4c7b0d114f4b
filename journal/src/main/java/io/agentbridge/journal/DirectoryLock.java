package io.agentbridge.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One writer for a journal's directory: against other processes by a lock on a file, within this one by a set of paths. */
final class DirectoryLock implements AutoCloseable {
    private static final String NAME = "journal.lock";

    // Static because the lock of a file belongs to the process: opening and closing the file a second time anywhere in
    // it would
    // give the lock away.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path key;
    private final FileChannel channel;
    private final FileLock lock;

    private DirectoryLock(Path key, FileChannel channel, FileLock lock) {
        this.key = key;
        this.channel = channel;
        this.lock = lock;
    }

    /** Takes the lock or throws an exception that names the owner if it is known. The directory must exist. */
    static DirectoryLock take(Path directory) throws IOException {
        Path key = directory.toRealPath();
        if (!HELD.add(key)) {
            throw new IOException("The journal in " + directory
                    + " is already open in this process; close it there before it is opened again");
        }
        boolean taken = false;
        try {
            FileChannel channel = FileChannel.open(
                    key.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock == null) {
                    throw new IOException("The journal in " + directory + " is in use by " + owner(channel)
                            + "; stop it first, or choose another directory");
                }
                byte[] owner = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(owner), 0);
                taken = true;
                return new DirectoryLock(key, channel, lock);
            } finally {
                if (!taken) {
                    channel.close();
                }
            }
        } finally {
            if (!taken) {
                HELD.remove(key);
            }
        }
    }

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(20);
        channel.read(bytes, 0);
        String pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
        return pid.chars().allMatch(Character::isDigit) && !pid.isEmpty() ? "process " + pid : "another process";
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            lock.release();
        } finally {
            HELD.remove(key);
        }
    }
}
