package io.agentbridge.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A journal in one plain file that only grows: what Chronicle's is compared with in tests, and a way out if it must be. */
public final class FileJournal extends StoredJournal {
    private static final String NAME = "journal" + Framing.PLAIN.suffix();

    private final Path file;
    private final FileChannel channel;
    private long end;

    private FileJournal(JournalOptions options, Opening opening, Path file, FileChannel channel) throws IOException {
        super(options, Framing.PLAIN, opening);
        this.file = file;
        this.channel = channel;
        this.end = channel.size();
    }

    /**
     * Opens a journal for writing, after a check of all of it.
     *
     * @throws CorruptJournalException if something that was forced is not as it was written
     * @throws IOException if it is in use, or cannot be read
     */
    public static FileJournal open(JournalOptions options) throws IOException {
        Opening opening = Opening.of(options, Framing.PLAIN);
        Optional<FileChannel> channel = Optional.empty();
        boolean done = false;
        try {
            Path file = options.directory().resolve(NAME);
            boolean isNew = !Files.exists(file);
            channel = Optional.of(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
            if (isNew) {
                Disk.force(options.directory());
            }
            var journal = new FileJournal(options, opening, file, channel.get());
            done = true;
            return journal;
        } finally {
            if (!done) {
                if (channel.isPresent()) {
                    channel.get().close();
                }
                opening.lock().close();
            }
        }
    }

    @Override
    boolean prepare(int bytes) {
        return false;
    }

    @Override
    long store(ByteBuffer bytes) throws IOException {
        long start = end;
        while (bytes.hasRemaining()) {
            end += channel.write(bytes, end);
        }
        return start;
    }

    @Override
    void forceStored() throws IOException {
        channel.force(false);
    }

    @Override
    void release() throws IOException {
        channel.close();
    }

    @Override
    Path segment() {
        return file;
    }
}
